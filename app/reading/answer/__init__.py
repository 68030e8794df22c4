"""THE ANSWER: documents, what is true of all of them, and what follows."""
