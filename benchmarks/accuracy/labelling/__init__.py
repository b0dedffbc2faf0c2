"""Labels made by a type checker: the parts of ``make_labels.py``."""
