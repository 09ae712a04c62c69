"""Print the report on a file: run in a process of its own by ``test_validate``."""

import sys
from pathlib import Path

from kg.validation import read_data, render, validate

_, name, form = sys.argv
(quads,) = read_data([Path(name)]).values()
sys.stdout.write(render(validate(quads), form))
