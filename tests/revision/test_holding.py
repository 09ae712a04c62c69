"""The quads in memory and the store beside them move together."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from kg.revision.delta import scratch_store
from kg.revision.holding import Holding

QUADS = st.sets(
    st.builds(
        lambda value, graph: ox.Quad(
            ox.NamedNode("urn:s"),
            ox.NamedNode("urn:p"),
            ox.Literal(value),
            ox.NamedNode(f"urn:{graph}"),
        ),
        st.integers(0, 5),
        st.sampled_from("gh"),
    )
)


@given(moves=st.lists(QUADS, min_size=2, max_size=8))
def test_the_store_holds_the_quads_and_their_merge_after_every_move(
    moves: list[set[ox.Quad]],
) -> None:
    holding = Holding(moves[0])
    for quads in moves[1:]:
        holding.move(added=quads - holding.quads, removed=holding.quads - quads)
        fresh = scratch_store(quads)
        assert holding.quads == quads
        assert set(holding.store) == set(fresh)
        assert set(holding.store.named_graphs()) == set(fresh.named_graphs())
