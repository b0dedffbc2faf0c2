"""The vocabulary: frozen values that the verbs pass to each other. Import the noun's own module."""
