"""The outside world: files, TOML, notebooks, the cache, processes."""
