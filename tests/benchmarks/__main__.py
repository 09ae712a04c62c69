"""Run the benchmarks that are named, or all: each module here that has a `main`."""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module

import tests.benchmarks as package


def main(names: list[str]) -> int:
    """Run the benchmarks and give the exit status."""
    known = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    known.remove("__main__") if "__main__" in known else None
    strange = sorted(set(names) - set(known))
    if strange:
        print(f"no benchmark {', '.join(strange)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    for name in names or known:
        module = import_module(f"{package.__name__}.{name}")
        if not hasattr(module, "main"):  # others measure with it
            continue
        print(f"== {name}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        module.main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
