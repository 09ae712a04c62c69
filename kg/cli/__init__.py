"""The command line: one file a command, holding its options only; the work is done below."""

__all__: list[str] = []
