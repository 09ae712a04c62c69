"""What holds of any figures: laws on random parts of a generated press."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.figures import (
    WAYS,
    Figure,
    Interval,
    best_ways,
    derive,
    derive_incremental,
)
from kg.figures.index import narrowness
from tests.benchmarks.generate_figures import figures as generated
from tests.benchmarks.generate_figures import ground as generated_ground

PRESS = tuple(generated(400, seed=7))


DOCUMENTS = sorted({document for figure in PRESS for document in figure.documents})


BENEATH = generated_ground()


subsets = st.sets(st.sampled_from(DOCUMENTS), max_size=len(DOCUMENTS))


def of(documents: Iterable[str]) -> list[Figure]:
    wanted = set(documents)
    return [figure for figure in PRESS if figure.documents <= wanted]


@settings(max_examples=15)
@given(documents=subsets, shuffled=st.randoms())
def test_the_order_of_the_figures_does_not_matter(documents: set[str], shuffled: Random) -> None:
    figures = of(documents)
    mixed = list(figures)
    shuffled.shuffle(mixed)
    assert derive(mixed, BENEATH).figures == derive(figures, BENEATH).figures


@settings(max_examples=40)
@given(before=subsets, added=subsets, removed=subsets, altered=subsets)
def test_a_change_gives_what_a_full_derivation_gives(
    before: set[str], added: set[str], removed: set[str], altered: set[str]
) -> None:
    """Documents come, go and state other numbers: figures and bytes are those of a full build."""
    first = of(before)
    old = derive(first, BENEATH).figures
    changed: dict[str, list[Figure]] = {name: of({name}) for name in added}
    for name in altered:
        changed[name] = [
            replace(f, value=f.value + 1, interval=f.interval + Interval(Fraction(1), Fraction(1)))
            for f in of({name})
        ]
    changed |= {name: [] for name in removed}
    after = [f for f in first if f.documents.isdisjoint(changed)]
    after += [figure for figures in changed.values() for figure in figures]
    full = derive(after, BENEATH)
    partial = derive_incremental([*first, *old], changed, BENEATH)
    assert partial.figures == full.figures


def test_a_change_is_worked_out_only_where_it_leads() -> None:
    """One document more of 400 figures: a small part of the subjects is looked at."""
    rest = of(DOCUMENTS[:-1])
    old = derive(rest, BENEATH).figures
    changed = {DOCUMENTS[-1]: of(DOCUMENTS[-1:])}
    partial = derive_incremental([*rest, *old], changed, BENEATH)
    full = derive(PRESS, BENEATH)
    assert partial.figures == full.figures
    assert partial.visited * 10 < full.visited


def test_a_change_that_changes_nothing_works_nothing_out() -> None:
    old = derive(PRESS, BENEATH).figures
    changed: Mapping[str, list[Figure]] = {DOCUMENTS[0]: of(DOCUMENTS[:1])}
    again = derive_incremental([*PRESS, *old], changed, BENEATH)
    assert (again.figures, again.visited) == (old, 0)


@settings(max_examples=20)
@given(documents=subsets)
def test_ways_are_capped_and_one_of_them_is_the_best(documents: set[str]) -> None:
    figures = derive(of(documents), BENEATH).figures
    ways = Counter(figure.subject for figure in figures)
    assert max(ways.values(), default=0) <= WAYS
    best = best_ways(figures)
    assert best.keys() == ways.keys()
    for figure in figures:
        assert narrowness(best[figure.subject]) <= narrowness(figure)
