"""From the facts of all files to the program: every reference gets the API path that it stands for, across modules."""
