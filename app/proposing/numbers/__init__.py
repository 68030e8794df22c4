"""Numbers: the shares, sums of money and counts that a sentence names; `amounts` is the way in."""
