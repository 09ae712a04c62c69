"""What stands beside the description of a thing: its map, its time, its numbers, its citation."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient


def page(client: FlaskClient, path: str, language: str = "en") -> str:
    answer = client.get(f"/doc/{path}?lang={language}", headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return answer.text


def signs(text: str) -> set[str]:
    """Give the places that a page draws in colour."""
    found = re.findall(r'class="mark-of ([^"]*)" href="/doc/place/([^"?]*)\?lang=en"', text)
    return {place for classes, place in found if "aside" not in classes}


@pytest.mark.parametrize(
    ("path", "places"),
    [
        ("place/Shenzhen", {"Shenzhen"}),
        ("place/HangzhouPilotZone", {"HangzhouPilotZone"}),
        ("event/zhuhai-hengqin-2024", {"Hengqin"}),
        ("platform/newegg", {"US", "Shenzhen"}),
        ("org/china-southern-air-logistics", {"Guangzhou"}),
        ("obs/000-023", set()),
        ("place/BeltAndRoadCountries", set()),
    ],
)
def test_a_thing_is_drawn_where_it_is_said_to_be(
    released: FlaskClient, path: str, places: set[str]
) -> None:
    assert signs(page(released, path)) == places


def test_the_map_of_a_platform_has_its_way_from_its_home_market(released: FlaskClient) -> None:
    assert re.search(r"<title>Newegg: United States → Shenzhen", page(released, "platform/newegg"))


def test_a_place_lists_its_figures_and_plots_the_most(released: FlaskClient) -> None:
    text = page(released, "place/Shenzhen")
    assert 'href="/figures/cbec-trade/Shenzhen?lang=en"' in text
    assert re.search(r'<svg class="w1100"[^>]*aria-labelledby="series-t1', text)


def test_an_indicator_lists_its_areas(released: FlaskClient) -> None:
    text = page(released, "indicator/cbec-trade")
    assert 'href="/figures/cbec-trade/Hangzhou?lang=en"' in text


def test_an_event_has_the_figures_about_it_with_their_evidence(released: FlaskClient) -> None:
    text = page(released, "event/global-digital-trade-expo-2022-signing")
    assert 'class="to-evidence" href="/evidence/003-020?lang=en"' in text


def test_a_thing_has_what_happened_in_it_or_to_it(released: FlaskClient) -> None:
    text = page(released, "place/Hangzhou")
    assert re.search(r'<time datetime="2016-09-04">2016-09-04 – 05</time>', text)
    assert "G20 Hangzhou summit" in text


def test_what_only_follows_is_folded_behind_what_is_said(released: FlaskClient) -> None:
    text = page(released, "place/Shenzhen")
    folded = re.search(r'<details class="following">.*?</details>', text, re.DOTALL)
    assert folded
    assert "Chinese mainland" in folded[0]
    assert "Guangdong" in text.replace(folded[0], "")


def test_a_long_list_of_what_only_follows_is_folded(released: FlaskClient) -> None:
    text = page(released, "place/CN")
    folded = re.findall(r'<details class="following">.*?</details>', text, re.DOTALL)
    assert any("place/Zhuhai" in one for one in folded)


def test_statements_that_name_a_thing_are_folded_behind_what_it_has_to_do_with(
    released: FlaskClient,
) -> None:
    _, _, told = page(released, "place/Shenzhen").partition('<details class="told-of">')
    assert "/doc/cell/" in told
    assert "/doc/org/tencent" not in told.partition('id="cite"')[0]


def test_a_document_leads_to_what_it_says(released: FlaskClient) -> None:
    assert 'href="/sources/001?lang=en"' in page(released, "doc/001")


def test_facts_stand_under_what_they_answer(released: FlaskClient) -> None:
    text = page(released, "event/zhuhai-hengqin-2024")
    themes = re.findall(r'<h3 class="theme">([^<]*)', text)
    assert themes[:3] == ["What", "Where", "When"]


@pytest.mark.parametrize(("language", "word"), [("zh", "在地图上"), ("pt", "No mapa")])
def test_what_stands_beside_speaks_the_language_of_the_reader(
    released: FlaskClient, language: str, word: str
) -> None:
    assert word in page(released, "place/Shenzhen", language)


def test_a_document_shows_how_to_cite_the_article_and_its_description(
    released: FlaskClient,
) -> None:
    quoted = re.findall(r'class="quotation">([^<]*)', page(released, "doc/001"))
    assert len(quoted) == 2
    assert "https://w3id.org/cbec/id/doc/001" in quoted[0]
    assert "2025-10-02" in quoted[1]
    assert "http" in quoted[1]


def test_every_thing_is_cited_in_four_forms(released: FlaskClient) -> None:
    text = released.get("/cite/place/Shenzhen.txt").text
    assert "“Shenzhen”" in text
    assert "https://w3id.org/cbec/id/place/Shenzhen" in text
    bibtex = released.get("/cite/place/Shenzhen.bib").text
    assert bibtex.startswith("@misc{cbec-place-Shenzhen,\n")
    assert bibtex.count("{") == bibtex.count("}")
    ris = released.get("/cite/place/Shenzhen.ris").text
    assert ris.startswith("TY  - DATA")
    assert "ER  - " in ris
    (item,) = released.get("/cite/place/Shenzhen.csl.json").get_json()
    assert item["title"] == "Shenzhen"
    assert item["URL"] == "https://w3id.org/cbec/id/place/Shenzhen"
    assert released.get("/cite/place/Shenzhen.txt?lang=zh").text.startswith("《深圳》")


@pytest.mark.parametrize("path", ["/cite/place/Shenzhen", "/cite/place/Nowhere.bib"])
def test_what_cannot_be_cited_is_not_found(released: FlaskClient, path: str) -> None:
    assert released.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "language", "heading"),
    [
        ("graph/source/003", "en", "Statements of “"),
        ("graph/source/003", "pt", "Afirmações de “"),
        ("graph/report", "en", "The report of the check by shapes"),
        ("prefix/owl", "en", "Prefix owl:"),
        ("prefix/owl", "zh", "前缀 owl:"),
        ("dataset/checksum/dataset.jsonld", "en", "Checksum of dataset.jsonld"),
        ("dataset/checksum/dataset.jsonld", "pt", "Soma de verificação de dataset.jsonld"),
    ],
)
def test_what_a_release_holds_of_itself_is_called_in_words_with_its_iri_beneath(
    released: FlaskClient, path: str, language: str, heading: str
) -> None:
    text = page(released, path, language)
    found = re.search(r"<h1[^>]*>(.*?)</h1>", text)
    assert found
    assert found[1].startswith(heading)
    assert "w3id.org" not in found[1]
    assert f"<code>https://w3id.org/cbec/{path}</code>" in text


@pytest.mark.parametrize(
    ("path", "iri", "note"),
    [
        ("/doc/term/City", "ont#City", "Class"),
        ("/doc/term/value", "ont#value", "Attribute"),
        ("/doc/shape/Agent", "shapes#Agent", "Shape"),
        ("/doc/ont/agents", "ont/agents", "Vocabulary"),
        ("/doc/ont", "ont", "Vocabulary"),
        ("/doc/shapes", "shapes", "Vocabulary"),
        ("/examples/park-functions", "examples/park-functions", "Question and its answer"),
        ("/catalog", "dataset", "Dataset"),
        ("/doc/prefix/owl", "prefix/owl", "Prefix"),
    ],
)
def test_terms_questions_and_the_dataset_are_cited_on_their_pages_as_in_the_files(
    released: FlaskClient, path: str, iri: str, note: str
) -> None:
    text = released.get(f"{path}?lang=en", headers={"Accept": "text/html"}).text
    shown = re.search(r'<p class="quotation">(.*?)</p>', text)
    assert shown
    said = unescape(shown[1])
    assert re.search(rf"”\. {note}\. .*, release [0-9a-f]{{16}}, [0-9]{{4}}-[0-9-]{{5}}\. ", said)
    assert said.endswith(f" https://w3id.org/cbec/{iri}")
    addresses = re.findall(r'href="(/cite/[^"]*)"', text)
    assert [one.partition("?")[0].rpartition("/")[2].partition(".")[2] for one in addresses] == [
        "bib",
        "ris",
        "csl.json",
        "txt",
    ]
    assert released.get(addresses[-1]).text.strip() == said


def test_a_question_is_cited_as_it_is_asked(released: FlaskClient) -> None:
    question = "/examples/shenzhen-trade-in-2023"
    for period, moment, ending in (
        ("2024-Q1", "first quarter of 2024", "?period=2024-Q1"),
        ("2023", "2023", ""),
    ):
        asked = f"{question}?area=Shenzhen&period={period}&lang=en"
        text = released.get(asked, headers={"Accept": "text/html"}).text
        said = unescape(text.partition('<p class="quotation">')[2].partition("</p>")[0])
        assert said.startswith(f"“How large was Shenzhen's cross-border e-commerce in {moment}")
        assert said.endswith(f"{question}{ending}")  # what is asked by default needs no saying
        bibtex = unescape(re.findall(r'href="(/cite/[^"]*)"', text)[0])
        assert f"url = {{{said.rpartition(' ')[2]}}}" in released.get(bibtex).text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Characters 6038–6160 of “From Hangzhou to the World"),
        ("zh", "《From Hangzhou to the World"),
        ("pt", "Caracteres 6038–6160 de “From Hangzhou to the World"),
    ],
)
def test_a_span_is_called_by_its_characters_and_its_document(
    released: FlaskClient, language: str, said: str
) -> None:
    page = released.get(
        f"/doc/span/003-6038-6160?lang={language}", headers={"Accept": "text/html"}
    ).text
    assert said in page.partition("<h1")[2].partition("</h1>")[0]
    assert "1 statements" not in page


def test_a_finding_leads_to_where_it_is_drawn(released: FlaskClient) -> None:
    page = released.get(
        "/doc/discrepancy/d-004-total-trade-growth", headers={"Accept": "text/html"}
    ).text
    assert 'href="/audit/discrepancy/d-004-total-trade-growth"' in page


@pytest.mark.parametrize("language", ["en", "zh", "pt"])
@pytest.mark.parametrize(
    "path",
    [
        "code/product",
        "code/product/drones",
        "dataset/file/shapes.ttl",
        "graph/source/003",
        "place/Shenzhen",
        "prefix/owl",
        "publisher",
    ],
)
def test_properties_of_common_vocabularies_have_names(
    released: FlaskClient, path: str, language: str
) -> None:
    page = released.get(f"/doc/{path}?lang={language}", headers={"Accept": "text/html"}).text
    told = re.findall(r"<dt>.*?</dt>|<h3 id=\"links.*?</h3>", page, re.DOTALL)
    assert told
    names = [unescape(re.sub(r"<[^>]+>", "", one)) for one in told]
    assert not [name for name in names if re.search(r"\b[a-z]+:[A-Za-z/]", name)]
