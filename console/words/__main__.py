"""``python -m console.words STORE FILE RELEASE``: makes an index in a process of its own.

A large store keeps a processor busy for minutes; a server answers meanwhile.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from console.words.build import build
from kg.store.embedded import open_store


def main(arguments: list[str]) -> int:
    """Make the index, behind everything else that the machine does."""
    folder, file, release = arguments
    os.nice(10)
    with open_store(Path(folder)) as store:
        build(store, Path(file), release)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
