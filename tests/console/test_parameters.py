"""An address that asks for what its page does not read is refused, not half obeyed."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from console.parameters import PARAMETERS

PAGE = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("path", "name", "remedy"),
    [
        ("/figures?x=1", "'x'", "leave x out"),
        ("/figures.json?indicater=trade", "'indicater'", "write indicator instead"),
        ("/tour?step=99", "'step'", "leave step out"),
        ("/compare?a=Shenzhen&c=Hangzhou", "'c'", "leave c out"),
        ("/examples/shenzhen-trade-in-2023?place=zz", "'place'", "leave place out"),
        ("/examples/shenzhen-trade-in-2023.json?place=zz", "'place'", "leave place out"),
        ("/build/figures?areas=Shenzhen", "'areas'", "write area instead"),
        ("/doc/place/Shenzhen?colour=red", "'colour'", "leave colour out"),
    ],
)
def test_a_parameter_that_a_page_does_not_read_is_refused_with_what_it_reads(
    released: FlaskClient, path: str, name: str, remedy: str
) -> None:
    answer = released.get(path, headers={"Accept": "application/problem+json"})
    assert (answer.status_code, answer.json["code"]) == (400, "bad-request")
    assert name in answer.json["detail"]
    assert answer.json["remedy"] == remedy
    assert "lang" in answer.json["expected"]


@pytest.mark.parametrize("path", ["/", "/figures", "/compare", "/tour", "/doc/place/Shenzhen"])
def test_what_followers_of_visits_append_does_no_harm(released: FlaskClient, path: str) -> None:
    appended = "utm_source=x&fbclid=y&_gl=z&ref=w&lang=pt"
    assert released.get(f"{path}?{appended}", headers=PAGE).status_code == 200


def test_a_language_that_is_not_spoken_here_is_said_to_be_none(released: FlaskClient) -> None:
    page = released.get("/?lang=xx", headers=PAGE | {"Accept-Language": "pt"})
    assert page.status_code == 200
    assert "Estas páginas não falam “xx”" in page.text
    assert "não falam" not in released.get("/?lang=pt", headers=PAGE).text


def test_every_page_that_is_named_is_there(released: FlaskClient) -> None:
    """A page that is renamed does not silently read anything again."""
    assert not PARAMETERS.keys() - released.application.view_functions.keys()


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/audit?source=002&indicator=&kind=&resolution=", "/audit?source=002"),
        ("/audit?source=&indicator=&lang=zh", "/audit?lang=zh"),
        ("/figures?indicator=&area=CN&period=", "/figures?area=CN"),
        ("/examples/?q=&topic=places", "/examples/?topic=places"),
    ],
)
def test_what_a_form_left_open_does_not_stay_in_the_address(
    released: FlaskClient, path: str, where: str
) -> None:
    answer = released.get(path, headers=PAGE)
    assert (answer.status_code, answer.headers["Location"]) == (303, where)
    assert released.get(where, headers=PAGE).status_code == 200
