"""What readers leave on the server: links to queries, and the saved queries of token holders.

It lies beside the releases in the data folder and is no part of any: a release never changes, and
nobody's notes belong into the graph. A file of SQLite for each, so that several servers over one
data folder share them and a process that is killed leaves them whole.
"""

from console.shelf.file import ShelfFile, shelf_of
from console.shelf.links import Link, Links
from console.shelf.saved import Saved, SavedQueries

__all__ = ["Link", "Links", "Saved", "SavedQueries", "ShelfFile", "shelf_of"]
