"""``/audit``: what contradicts what."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

import console
from console.findings import FACETS, Chosen, Listed, chosen_among, counted, known_findings, pairs
from console.reading import select
from kg.figures.lookup import Lookup
from kg.figures.report import findings_json, read_findings
from kg.store import open_store
from kg.vocab import ID

BROWSER = {"Accept": "text/html"}
TRADE_2020 = "/audit/discrepancy/d-003-004-trade-of-2020"


def test_what_contradicts_what_is_answered_within_two_steps(released: FlaskClient) -> None:
    """From the first page by links alone: the clash, how far apart, and where each side stands."""
    home = released.get("/", headers=BROWSER).text
    assert re.search(r'<a href="/audit"[^>]*>Audit</a>', home)
    page = released.get("/audit", headers=BROWSER).text
    first = page[page.index('class="panel matter finding"') :]
    first = first[: first.index("</section>")]
    assert "Contradiction" in first
    assert "1.88 %" in first
    for value, evidence in (("1.69 trillion yuan", "004-013"), ("≈ 1.722 trillion yuan", "prior-")):
        assert re.search(rf'href="/evidence/{evidence}[^"]*"><data[^>]*>{value}', first)
    assert TRADE_2020 in first
    told = released.get(TRADE_2020, headers=BROWSER).text
    for record in ("003-040", "003-041", "004-013"):
        assert f'href="/evidence/{record}"' in told
    assert "prior = current / (1 + growth / 100)" in told


def test_a_card_leads_to_the_findings_that_concern_its_figures(released: FlaskClient) -> None:
    """Each finding names its figures, so every figure's card must lead back, and no other card."""
    twin = released.get("/audit.json").json
    assert twin is not None
    for card, expected in (
        ("/figures/cbec-trade/CN/2020", {TRADE_2020}),
        ("/figures/cbec-trade/Guangdong/2024-S1", {one["address"] for one in twin["findings"]
                                                   if "000-023--000-030" in one["address"]}),
        ("/figures/cbec-trade/Shenzhen/2023", set()),
    ):  # fmt: skip
        page = released.get(card, headers=BROWSER).text
        assert set(re.findall(r'href="(/audit/[^"]+)"', page)) == expected, card


def test_the_page_has_the_findings_of_the_command(released: FlaskClient, release: Path) -> None:
    with open_store(release / "store") as store:
        found = findings_json(read_findings(Lookup(store, "en"))[0])
    twin = released.get("/audit.json").json
    assert twin is not None
    assert twin["total"] == len(found) >= 6
    for ours, theirs in zip(
        sorted(twin["findings"], key=lambda one: one["finding"]),
        sorted(found, key=lambda one: str(one["comparison"])),
        strict=True,
    ):
        assert ours["finding"] == theirs["comparison"]
        for name in ("outcome", "kind", "resolution", "difference", "echoes", "restsOn", "note"):
            assert ours[name] == theirs[name], name
        assert [one["figure"] for one in ours["figures"]] == theirs["between"]


def test_the_query_of_the_page_finds_what_the_page_shows(released: FlaskClient) -> None:
    """The page counts in memory, its link asks the store: for every choice they must agree."""
    with released.application.test_request_context():
        known = known_findings()
        offers = {facet: {slug for one in known for slug in one.of(facet)} for facet in FACETS}
        choices = [Chosen({facet: (slug,)}) for facet in FACETS for slug in offers[facet]]
        choices += [
            Chosen({"source": both}) for both in product(sorted(offers["source"]), repeat=2)
        ]
        assert len(choices) > 20
        for chosen in choices:
            rows = select("findings", **chosen.bindings())
            asked = list(dict.fromkeys(row["finding"].value for row in rows))
            assert asked == [one.iri for one in chosen_among(known, chosen)], chosen
    page = released.get("/audit?outcome=tension&source=002", headers=BROWSER).text
    link = re.search(r'href="(/sparql\?query=[^"]+)">Show me the SPARQL', page)
    assert link
    (query,) = parse_qs(urlsplit(unescape(link[1])).query)["query"]
    answer = released.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"})
    assert len({line.split(",")[0] for line in answer.text.splitlines()[1:]}) == 2


def test_each_choice_leads_to_as_many_findings_as_it_says(released: FlaskClient) -> None:
    page = released.get("/audit", headers=BROWSER).text
    offers = re.findall(r'<a class="is-[a-z-]+" href="([^"]+)">.*?<strong>(\d+)</strong>', page)
    assert len(offers) == 3
    for address, count in offers:
        assert f"{count} of 6 findings" in released.get(unescape(address), headers=BROWSER).text
    options = re.findall(r'<option value="([^"]+)"[^>]*>[^<(]*\((\d+)\)', page)
    assert len(options) > 8
    with released.application.test_request_context():
        counts = counted(known_findings(), Chosen())
    shown = dict(options)
    assert {slug: int(count) for slug, count in shown.items()} == {
        slug: of for facet in list(FACETS)[1:] for slug, of in counts[facet].items()
    }


def test_a_choice_may_lead_to_nothing_and_says_so(released: FlaskClient) -> None:
    page = released.get("/audit?outcome=corroboration", headers=BROWSER)
    assert page.status_code == 200
    assert "Nothing was found with this choice." in page.text


def test_who_stands_against_whom_is_told_by_publisher(released: FlaskClient) -> None:
    page = unescape(released.get("/audit", headers=BROWSER).text)
    pair = re.search(r'href="([^"]+)">AsiaNet — China Global Television Network</a>', page)
    assert pair
    both = released.get(pair[1], headers=BROWSER).text
    assert "1 of 6 findings" in both
    assert "1.69 trillion yuan" in both


def test_each_form_holds_every_finding(released: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(released.get("/audit.csv").text)))
    turtle = ox.parse(released.get("/audit.ttl").data, format=ox.RdfFormat.TURTLE)
    outcomes = {one.subject.value for one in turtle if one.predicate.value.endswith("ont#outcome")}
    assert {row["finding"] for row in rows} == outcomes
    assert len(outcomes) == 6
    for row in rows:
        assert row["outcome"] in {"contradiction", "tension", "question"}
        assert int(row["start"]) < int(row["end"])
    one = released.get(f"{TRADE_2020}.json").json
    assert one is not None
    assert one["difference"] == "1.878055"
    assert "trade-of-2020" in released.get(f"{TRADE_2020}.ttl").text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("相互矛盾之处", "1.69万亿元人民币", "矛盾")),
        ("pt", ("O que contradiz o quê", "Contradição")),
    ],
)
def test_the_audit_speaks_the_language_of_the_reader(
    released: FlaskClient, language: str, words: tuple[str, ...]
) -> None:
    page = released.get(f"/audit?lang={language}", headers=BROWSER).text
    for text in words:
        assert text in page
    assert f'href="{TRADE_2020}?lang={language}"' in page


def test_pairs_come_by_their_gravest_finding() -> None:
    def listed(outcome: str, *sources: str) -> Listed:
        return Listed(f"{ID}discrepancy/x", outcome, "value", "open", sources, ("trade",))

    found = pairs(
        [
            listed("tension", "a", "b"),
            listed("tension", "a", "b"),
            listed("contradiction", "c"),
            listed("contradiction", "b", "c"),
            listed("tension", "b", "c"),
        ]
    )
    assert [sources for sources, _ in found] == [("b", "c"), ("c",), ("a", "b")]
    assert found[0][1] == {"contradiction": 1, "tension": 1}


def test_without_an_audit_the_page_says_so(client: FlaskClient) -> None:
    page = client.get("/audit", headers=BROWSER)
    assert page.status_code == 200
    assert "The audit found nothing" in page.text


def test_a_finding_names_where_else_it_shows(released: FlaskClient) -> None:
    """What the first page calls a difference is on the page of all differences, by name."""
    for path in ("/audit?lang=en", "/audit/discrepancy/d-003-004-trade-of-2020?lang=en"):
        page = released.get(path, headers={"Accept": "text/html"}).text
        assert "2 further comparisons show the same: " in page
        assert page.count('href="/figures/cbec-trade/CN/2021?lang=en"') == 2
        assert "Cross-border e-commerce trade, China, 2021, growth" in page


def test_no_number_of_the_audit_has_digits_that_say_nothing(released: FlaskClient) -> None:
    page = released.get("/audit?lang=en", headers={"Accept": "text/html"}).text
    shown = re.sub(r"<[^>]+>", " ", page[page.index("<main") :])
    assert "1.709 – 1.734 trillion yuan" in shown
    assert not re.search(r"\d{1,3}(,\d{3}){3}", shown)


def test_a_tension_is_told_from_a_contradiction_by_more_than_its_colour() -> None:
    style = (Path(console.__path__[0]) / "static/figures.css").read_text(encoding="utf-8")
    rules = dict(re.findall(r"\.verdict\.(bad|uneasy) \{ ([^}]*)\}", style))
    signs = dict(re.findall(r'\.verdict\.(bad|uneasy)::before \{ content: "(.)"', style))
    assert signs["bad"] != signs["uneasy"]
    assert "alarm" in rules["bad"]
    assert "alarm" not in rules["uneasy"]
    assert "dashed" in rules["uneasy"]
    assert "border-radius" in rules["uneasy"]
