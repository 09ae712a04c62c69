"""A dataset behind any SPARQL 1.1 server, read over HTTP.

The contract is the smallest that real servers keep: a query goes as a form by POST (Virtuoso
hangs on other bodies), rows come as JSON and triples as N-Triples, both read to the end before
anything is believed (one server ends a late failure as a well-formed short answer with 200).
The whole of an answer has a time limit and a size limit, whatever the server sends.
What the server calls the default graph is not relied on: where nobody names a dataset, every
graph of it is named.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Final, Self

import httpx
import pyoxigraph as ox

from kg.errors import AnswerLimitError, RemoteStoreError
from kg.queries.diagnosis import query_error
from kg.queries.tokens import has_dataset_clause, query_form, tokens
from kg.store.base import Result, Subject, Term
from kg.vocab import BASE, PREFIXES

__all__ = ["RemoteStore", "open_remote"]

_JSON: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"
LARGEST: Final = 256 << 20
"""How many bytes of an answer are read at most, where nobody says otherwise."""


def open_remote(address: str, seconds: float = 30.0, largest: int = LARGEST) -> RemoteStore:
    """Open the dataset that the query endpoint at ``address`` answers from.

    An answer may take ``seconds`` and have ``largest`` bytes; beyond, a query raises
    ``AnswerLimitError``. Raises ``RemoteStoreError`` where nobody answers as SPARQL 1.1 asks.
    """
    client = httpx.Client(timeout=seconds, follow_redirects=False)
    store = RemoteStore(address, client, seconds, largest)
    store.graphs()
    return store


class RemoteStore:
    """A store behind a query endpoint, opened by `open_remote`. It is a context manager."""

    def __init__(
        self, address: str, client: httpx.Client, seconds: float = 30.0, largest: int = LARGEST
    ) -> None:
        self.address = address
        self.seconds = seconds
        self.largest = largest
        self._client = client

    def query(
        self,
        text: str,
        *,
        prefixes: Mapping[str, str] | None = PREFIXES,
        default_graphs: Sequence[ox.NamedNode] | None = None,
        named_graphs: Sequence[ox.NamedNode] | None = None,
    ) -> Result:
        """Give the result of a SPARQL 1.1 query, as `Store.query` says.

        Blank nodes have the labels that the server gives them in this answer.
        """
        if default_graphs is None and named_graphs is None and not has_dataset_clause(text):
            default_graphs = named_graphs = self.graphs()
        fields = [("query", _prologue(text, prefixes or {}) + text)]
        fields += [("default-graph-uri", one.value) for one in default_graphs or ()]
        fields += [("named-graph-uri", one.value) for one in named_graphs or ()]
        if query_form(text) in {"construct", "describe"}:
            return _triples(self._post(fields, _TRIPLES))
        return _solutions(self._post(fields, _JSON))

    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        value: Term | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """Give the quads that match; None matches anything. A blank node matches nothing."""
        if isinstance(subject, ox.BlankNode) or isinstance(value, ox.BlankNode):
            return
        for one in [graph] if graph else self.graphs():
            pattern = " ".join(
                str(term) if term is not None else name
                for term, name in ((subject, "?s"), (predicate, "?p"), (value, "?o"))
            )
            found = self._rows(
                f"SELECT ?s ?p ?o WHERE {{ GRAPH {one} {{ {pattern} }} }}", named=one
            )
            for row in found:
                found_subject, found_predicate = subject or row["s"], predicate or row["p"]
                assert not isinstance(found_subject, ox.Literal), "a subject is none"
                assert isinstance(found_predicate, ox.NamedNode), "a predicate is one"
                yield ox.Quad(found_subject, found_predicate, value or row["o"], one)

    def graphs(self) -> list[ox.NamedNode]:
        """Give the names of the graphs, sorted."""
        rows = self._rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        return sorted((row["g"] for row in rows if isinstance(row["g"], ox.NamedNode)), key=str)

    def __len__(self) -> int:
        """Give the number of quads."""
        rows = self._rows("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")
        return int(next(rows)["n"].value)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def __enter__(self) -> Self:
        """Give the store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store."""
        self.close()

    def _rows(self, text: str, named: ox.NamedNode | None = None) -> Iterator[dict[str, Term]]:
        fields = [("query", text)]
        if named is not None:
            fields.append(("named-graph-uri", named.value))
        result = _solutions(self._post(fields, _JSON))
        assert isinstance(result, ox.QuerySolutions), "a SELECT gives rows"
        names = [variable.value for variable in result.variables]
        for row in result:
            yield {name: row[name] for name in names}

    def _post(self, fields: list[tuple[str, str]], accept: str) -> bytes:
        try:
            status, media_type, body = self._whole(fields, accept)
        except httpx.TimeoutException as error:
            raise self._too_long() from error
        except httpx.HTTPError as error:
            raise RemoteStoreError(
                f"{self.address} does not answer: {error}",
                expected="a SPARQL 1.1 query endpoint",
                remedy="start it, or name another",
            ) from error
        if status == httpx.codes.BAD_REQUEST:
            raise query_error(dict(fields)["query"], body[:500].decode("utf-8", "replace"))
        if not httpx.codes.is_success(status) or media_type != accept:
            raise RemoteStoreError(
                f"{self.address} answers {status} with {media_type or 'nothing'}",
                expected=f"200 with {accept}",
                remedy="look into the log of that server",
            )
        return body

    def _whole(self, fields: list[tuple[str, str]], accept: str) -> tuple[int, str, bytes]:
        """Give the status, the media type and the body, of which no more is read than allowed."""
        end = time.monotonic() + self.seconds
        body = bytearray()
        with self._client.stream(
            "POST", self.address, data=_form(fields), headers={"Accept": accept}
        ) as response:
            # as they come: a server that sends drops is seen to be late, too
            for piece in response.iter_bytes():
                body += piece
                if len(body) > self.largest:
                    raise AnswerLimitError(
                        f"the answer has more than {self.largest:,} bytes",
                        expected=f"at most {self.largest:,} bytes",
                        remedy="ask for less, or page by LIMIT and OFFSET",
                    )
                if time.monotonic() > end:
                    raise self._too_long()
            media_type = response.headers.get("Content-Type", "").partition(";")[0].strip()
            return response.status_code, media_type, bytes(body)

    def _too_long(self) -> AnswerLimitError:
        return AnswerLimitError(
            f"the answer takes longer than {self.seconds:g} seconds",
            expected=f"at most {self.seconds:g} seconds",
            remedy="ask for less at once",
        )


def _form(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    for name, value in fields:
        form.setdefault(name, []).append(value)
    return form


def _prologue(text: str, prefixes: Mapping[str, str]) -> str:
    """Declare on the first line the base and the prefixes that the text may use.

    So the lines of its errors stay the same.
    """
    relative = any(token.kind == "iri" and ":" not in token.text for token in tokens(text))
    return (f"BASE <{BASE}> " if relative else "") + "".join(
        f"PREFIX {prefix}: <{space}> " for prefix, space in prefixes.items() if f"{prefix}:" in text
    )


def _solutions(answer: bytes) -> ox.QuerySolutions | ox.QueryBoolean:
    try:
        result = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
        if isinstance(result, ox.QuerySolutions):
            # once to the end: what breaks off is no answer
            for _ in result:
                pass
            return _rows_again(answer)
    except (SyntaxError, ValueError) as error:
        raise RemoteStoreError(
            "the answer of the server breaks off or is no result",
            expected="SPARQL results in JSON, whole",
            remedy="look into the log of that server",
        ) from error
    return result


def _rows_again(answer: bytes) -> ox.QuerySolutions:
    result = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
    assert isinstance(result, ox.QuerySolutions), "it was before"
    return result


def _triples(answer: bytes) -> ox.QueryTriples:
    """Give the triples as the engine gives them, by asking it for all of them."""
    store = ox.Store()
    try:
        store.load(answer, format=ox.RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError) as error:
        raise RemoteStoreError(
            "the answer of the server breaks off or is no N-Triples",
            expected="N-Triples, whole",
            remedy="look into the log of that server",
        ) from error
    result = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } ORDER BY ?s ?p")
    assert isinstance(result, ox.QueryTriples), "a CONSTRUCT gives triples"
    return result
