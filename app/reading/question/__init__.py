"""THE QUESTION: what was asked, made typed: parameters, names, cursors, and all that is wrong with them."""
