"""From the text of one file to its facts; libcst's home. No syntax node leaves it."""
