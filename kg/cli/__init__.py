"""The command line: one file a command, holding its options only.

``main`` finds the command, ``options`` holds what several share, ``answers`` what ``kg query`` and
``kg ask`` show; the work itself is done in the floors below.
"""

__all__: list[str] = []
