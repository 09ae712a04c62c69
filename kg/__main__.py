"""``python -m kg`` is the command ``kg``."""

from kg.cli.main import main

main()
