"""Tests of the adapters: the outside world."""
