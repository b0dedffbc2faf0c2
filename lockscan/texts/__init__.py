"""Files of settings, templates and prompts: what in them may speak a vendor's language, with its exact place."""
