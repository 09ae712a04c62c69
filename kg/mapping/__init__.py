"""The mapping of seed records to RDF."""

from kg.mapping.codes import check_codes
from kg.mapping.map import document_nodes, map_document, map_seeds, record_places
from kg.mapping.vocabulary import Vocabulary, read_vocabulary

__all__ = [
    "Vocabulary",
    "check_codes",
    "document_nodes",
    "map_document",
    "map_seeds",
    "read_vocabulary",
    "record_places",
]
