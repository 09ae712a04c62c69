"""Every fact of the articles is a statement, or is left out on purpose."""

import csv
import re
from collections import Counter

import yaml

from kg.resources import folder
from kg.seeds import read_seeds


def facts() -> list[dict[str, str]]:
    """Give the list of facts that readers found in the articles."""
    with (folder("seeds") / "facts.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def omissions() -> dict[str, str]:
    """Give the reasons for leaving facts out, by fact."""
    items = yaml.safe_load((folder("seeds") / "omissions.yaml").read_text(encoding="utf-8"))
    return {item["fact"]: item["reason"] for item in items["omissions"] or ()}


def stated() -> Counter[str]:
    """Give the facts that statements cover: a letter marks a further statement of one fact."""
    return Counter(
        re.sub(r"[a-z]$", "", statement.id)
        for document in read_seeds(folder("seeds")).documents
        for statement in document.statements
    )


def test_each_fact_is_stated_or_left_out_on_purpose() -> None:
    """The 311 facts, the statements and the omissions account for one another, exactly."""
    known = [fact["id"] for fact in facts()]
    assert len(known) == len(set(known)) == 311
    left_out = omissions()
    assert set(stated()) | set(left_out) == set(known)
    assert not set(stated()) & set(left_out), "a fact is either stated or left out"


def test_each_omission_has_a_reason() -> None:
    """A reason is a sentence, not a shrug."""
    assert all(len(reason.split()) >= 5 for reason in omissions().values())


def test_each_statement_lies_where_its_fact_lies() -> None:
    """A statement's span meets that of its fact; a further statement may rest on other words."""
    spans = {fact["id"]: (int(fact["start"]), int(fact["end"])) for fact in facts()}
    apart = [
        statement.id
        for document in read_seeds(folder("seeds")).documents
        for statement in document.statements
        if statement.id in spans
        for start, end in [spans[statement.id]]
        if statement.span[1] <= start or end <= statement.span[0]
    ]
    assert apart == []
