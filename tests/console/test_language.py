"""The language that a reader chose goes along every link to a page and every redirection."""

from __future__ import annotations

import re
from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

PAGE = {"Accept": "text/html"}
_FILE = re.compile(r"\.[a-z]+\Z")
_OF_EACH = 2
"""So many pages of each endpoint are looked through."""


class Links(HTMLParser):
    """The addresses that the links and forms of a page lead to; those to other languages not."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag == "a" and held.get("href") and "hreflang" not in held:
            self.links.append(held["href"] or "")
        elif tag == "form" and held.get("method", "get") == "get":
            self.forms.append((held.get("action") or "", False))
        elif tag == "input" and held.get("name") == "lang" and self.forms:
            self.forms[-1] = (self.forms[-1][0], held.get("value") == "zh")


def inside(address: str, base: str) -> str:
    """Give a link as a path of this site, empty where it leads elsewhere or only down the page."""
    if address.startswith("#"):
        return ""
    whole = urlsplit(urljoin(f"http://localhost{base}", address))
    if whole.netloc != "localhost" or whole.scheme != "http":
        return ""
    return whole._replace(scheme="", netloc="", fragment="").geturl()


def speaks(address: str) -> bool:
    return parse_qs(urlsplit(address).query).get("lang") == ["zh"]


def test_every_link_to_a_page_keeps_the_language(released: FlaskClient) -> None:
    """From the first page in Chinese, page after page, some of each kind: none falls back."""
    routes = released.application.url_map.bind("localhost")
    waiting, met = deque(["/?lang=zh"]), {"/?lang=zh"}
    read: Counter[str] = Counter()
    silent: dict[str, str] = {}
    while waiting:
        address = waiting.popleft()
        endpoint = str(routes.match(urlsplit(address).path)[0])
        if read[endpoint] >= _OF_EACH:
            continue
        page = released.get(address, headers=PAGE, follow_redirects=True)
        assert page.status_code == 200, address
        if page.mimetype != "text/html":
            continue
        read[endpoint] += 1
        assert page.headers["Content-Language"] == "zh", address
        found = Links(page.text)
        assert all(spoken for _, spoken in found.forms), (address, found.forms)
        for link in filter(None, (inside(one, address) for one in found.links)):
            if link in met or _FILE.search(urlsplit(link).path):
                continue
            met.add(link)
            if speaks(link):
                waiting.append(link)
            else:
                silent.setdefault(link, address)
    assert len(read) > 15, read
    pages = {
        link: on
        for link, on in silent.items()
        if released.get(link, headers=PAGE, follow_redirects=True).mimetype == "text/html"
    }
    assert pages == {}


@pytest.mark.parametrize(
    "path", ["/id/place/Shenzhen", "/code/direction/import", "/graph/audit", "/dataset", "/ont"]
)
def test_a_redirection_keeps_the_language(released: FlaskClient, path: str) -> None:
    answer = released.get(f"{path}?lang=pt", headers=PAGE)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("?lang=pt")


def test_addresses_for_programs_have_no_language(released: FlaskClient) -> None:
    page = released.get("/doc/place/Shenzhen?lang=zh", headers=PAGE)
    assert 'href="/doc/place/Shenzhen.ttl"' in page.text
    assert "lang=" not in page.headers["Link"]
    assert "lang=" not in released.get("/sitemap.xml?lang=zh").text


def test_the_query_of_a_page_is_whole_beside_its_language(released: FlaskClient) -> None:
    page = released.get("/figures?lang=zh", headers=PAGE).text
    found = [one for one in Links(page).links if one.startswith("/sparql") and "query=" in one]
    assert found
    for one in found:
        asked = parse_qs(urlsplit(one).query)
        assert asked["lang"] == ["zh"]
        assert "SELECT" in asked["query"][0]


def test_the_downloads_are_told_in_the_language_of_the_reader(released: FlaskClient) -> None:
    where = released.get("/dumps/", headers={"Accept": "application/json"}).get_json()
    for path in ("/dumps/", where["releases"][0]["address"]):
        page = released.get(path, headers={"Accept": "text/html", "Accept-Language": "zh"}).text
        main = page[page.index("<main") : page.index("</main>")]
        said = re.sub(r"<code>.*?</code>|<[^>]*>", " ", main)
        assert not re.search(r"\b(?:Release|Current|Quads|File|Downloads|from)\b", said), said
        assert "版本" in said
