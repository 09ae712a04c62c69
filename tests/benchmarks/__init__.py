"""Measurements beside named peers, in interleaved runs: `python -m tests.benchmarks [name]`."""
