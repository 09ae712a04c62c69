"""The triples of a store once more, as columns of numbers, for answers of many rows.

The engine finds a row in a microsecond, but fetches the text of each of its terms by a hash, from a
place of its own on the disk: of an answer of a hundred thousand rows that is most. Here the terms
lie side by side, sorted, and their places are their numbers; each property has its pairs of
subject and value twice, sorted by either. The files are mapped, so processes share what they read.

They hold the default graph, lie in the folder of a store and belong to it: what a plain query
(`kg.queries.plain`) is answered with depends on the release alone. A property that has a blank node
or a triple term is left out, for such a term has no text that means the same elsewhere; what asks
for it is left to the engine.
"""

from kg.store.columns.answer import answer
from kg.store.columns.files import PREFIX, Columns, open_columns
from kg.store.columns.revise import revise_columns
from kg.store.columns.write import LARGE, write_columns

__all__ = [
    "LARGE",
    "PREFIX",
    "Columns",
    "answer",
    "open_columns",
    "revise_columns",
    "write_columns",
]
