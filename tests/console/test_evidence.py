"""``/evidence``: what was stated, where it stands, what rests on it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from console.app import create_app
from console.settings import Settings
from kg.store import open_store
from kg.vocab import cbec

BROWSER = {"Accept": "text/html"}
DERIVED = re.compile(r'href="/evidence/(prior-from-growth-[0-9a-f]+)"')


@pytest.fixture
def with_texts(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FlaskClient]:
    """A client of an application whose folder has a text made for this test as document 000."""
    text = "".join(chr(0x4E00 + number % 500) for number in range(3_418))
    (tmp_path / "made.txt").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    passage = "console.views.evidence.Texts.passage"
    from console.texts import Texts

    real = Texts.passage
    monkeypatch.setattr(passage, lambda self, sha256, *span: real(self, digest, *span))
    with open_store(release / "store") as store:
        app = create_app(store, Settings(release=release.name, texts=tmp_path))
        app.testing = True
        yield app.test_client()


def test_a_number_leads_to_what_was_printed_and_where(released: FlaskClient) -> None:
    page = released.get("/evidence/000-023", headers=BROWSER).text
    assert "1.22 trillion" in page
    assert "1,215,000,000,000 – 1,225,000,000,000" in page
    assert "Characters 1,443 to 1,517 of 3,418." in page
    assert "https://issuenfact.com/?p=7506" in page
    assert "General Administration of Customs" in page


def test_the_position_in_the_document_is_drawn_to_scale(released: FlaskClient) -> None:
    page = released.get("/evidence/000-023", headers=BROWSER).text
    ((at, wide),) = re.findall(r'class="here" x="([\d.]+)" y="2" width="([\d.]+)"', page)
    assert float(at) == pytest.approx(1000 * 1443 / 3418, abs=0.2)
    assert float(wide) == pytest.approx(1000 * 74 / 3418, abs=0.2)
    assert page.count('class="other"') > 20


def test_a_statement_that_is_no_figure_has_evidence_too(released: FlaskClient) -> None:
    page = released.get("/evidence/000-002", headers=BROWSER).text
    assert "Hengqin" in page
    assert "Characters 83 to 101 of 3,418." in page
    assert '<a class="to-evidence" href="/evidence/000-002a">' in page, "the same words say more"


def test_a_derived_figure_is_walked_down_to_the_characters(released: FlaskClient) -> None:
    card = released.get("/figures/cbec-trade/CN/2020", headers=BROWSER).text
    (name,) = set(DERIVED.findall(card))
    page = released.get(f"/evidence/{name}", headers=BROWSER).text
    assert "prior = current / (1 + growth / 100)" in page
    for beneath in ("003-040", "003-041"):
        assert f'href="/evidence/{beneath}"' in page
    assert "characters 3025–3170" in page
    above = released.get("/evidence/003-040", headers=BROWSER).text
    assert f'href="/evidence/{name}"' in above, "what rests on it is listed"


def test_the_twin_says_the_same_to_programs(released: FlaskClient) -> None:
    record = released.get("/evidence/000-023.json").json
    assert record is not None
    (span,) = record["spans"]
    assert (span["start"], span["end"], span["length"]) == (1443, 1517, 3418)
    assert record["why"]["value"] == "1220000000000"
    assert record["facts"][cbec("lowerBound").value] == ["1215000000000"]
    assert any("growth-from-values" in iri for iri in record["restsOnThis"])


def test_a_citation_names_number_source_place_release_and_iri(released: FlaskClient) -> None:
    page = released.get("/evidence/000-023", headers=BROWSER).text
    (text,) = re.findall(r'class="quotation">([^<]*)<', page)
    for part in (
        "1.22 trillion yuan",
        "Issue",
        "1443–1517",
        "https://w3id.org/cbec/id/obs/000-023",
    ):
        assert part in text


def test_without_a_folder_of_texts_no_text_is_shown(released: FlaskClient) -> None:
    answer = released.get("/evidence/000-023", headers=BROWSER)
    assert "<mark" not in answer.text
    assert "byte for byte" not in answer.text
    assert "no-store" not in answer.headers["Cache-Control"]


def test_a_text_whose_bytes_are_not_those_that_were_read_is_not_shown(
    release: Path, tmp_path: Path
) -> None:
    (tmp_path / "other.txt").write_text("Made for this test. " * 200, encoding="utf-8")
    with open_store(release / "store") as store:
        app = create_app(store, Settings(release=release.name, texts=tmp_path))
        answer = app.test_client().get("/evidence/000-023", headers=BROWSER)
    assert "<mark" not in answer.text
    assert "is, byte for byte, the one that was read" in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_text_is_shown_with_its_span_and_kept_nowhere(with_texts: FlaskClient) -> None:
    answer = with_texts.get("/evidence/000-023", headers=BROWSER)
    ((before, span),) = re.findall(
        r"<blockquote[^>]*>([^<]*)<mark[^>]*>([^<]*)</mark>", answer.text
    )
    assert (len(before), len(span)) == (1443, 74)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers
    assert "noarchive" in answer.headers["X-Robots-Tag"]
    assert span not in with_texts.get("/evidence/000-023.json").text


@pytest.mark.parametrize("name", ["000-999", "nothing", "x%3E%20%7B"])
def test_what_is_no_statement_is_refused_with_the_nearest(released: FlaskClient, name: str) -> None:
    problem = released.get(f"/evidence/{name}", headers={"Accept": "application/problem+json"})
    assert problem.status_code == 404
    assert problem.json is not None
    assert "000-" in problem.json["expected"]


@pytest.mark.parametrize(("language", "words"), [("zh", "所在位置"), ("pt", "Onde está")])
def test_evidence_is_shown_in_the_language_of_its_reader(
    released: FlaskClient, language: str, words: str
) -> None:
    assert words in released.get(f"/evidence/000-023?lang={language}", headers=BROWSER).text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/audit",
        "/audit/discrepancy/d-003-004-trade-of-2020",
        "/compare?a=Shenzhen&b=Guangdong",
        "/doc/cell/cbec-trade.CN.both.2021.CNY",
        "/doc/event/global-digital-trade-expo-2022",
        "/doc/obs/000-023",
        "/doc/place/Shenzhen",
        "/examples/figures-for-an-area",
        "/figures/cbec-trade/CN",
        "/figures/cbec-trade/CN/2021",
        "/sources/003",
        "/timeline",
    ],
)
def test_numbers_lead_to_their_evidence(released: FlaskClient, path: str) -> None:
    page = released.get(path, headers={"Accept": "text/html"}).text
    links = sorted(set(re.findall(r'href="(/evidence/[^"]+)"', page)))
    assert links, path
    for link in links[:2]:
        assert released.get(link, headers={"Accept": "text/html"}).status_code == 200, link
