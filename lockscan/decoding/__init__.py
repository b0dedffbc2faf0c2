"""TOML mappings to model values; every mistake of a file is reported at once, with its place."""
