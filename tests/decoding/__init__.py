"""Tests of decoding: TOML mappings to model values."""
