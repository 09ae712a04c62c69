"""The site behind a proxy: under a prefix, and by another scheme."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from console.app import create_app
from console.settings import Settings
from kg.store import open_store


def test_the_site_works_under_a_prefix(release: Path) -> None:
    with open_store(release / "store") as store:
        client = create_app(store, Settings()).test_client()
        at = {"SCRIPT_NAME": "/kg"}
        answer = client.get("/id/place/Shenzhen", environ_overrides=at)
        assert answer.headers["Location"] == "/kg/doc/place/Shenzhen"
        page = client.get("/doc/place/Shenzhen", environ_overrides=at)
    inside = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.text)
    assert len(inside) > 50
    assert all(one.startswith("/kg/") for one in inside)
    assert "<http://localhost/kg/doc/place/Shenzhen.ttl>" in page.headers["Link"]


@pytest.mark.parametrize(("proxies", "scheme"), [(0, "http"), (1, "https")])
def test_forwarded_headers_count_only_behind_a_trusted_proxy(
    release: Path, proxies: int, scheme: str
) -> None:
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/kg"}
    with open_store(release / "store") as store:
        client = create_app(store, Settings(trusted_proxies=proxies)).test_client()
        link = client.get("/doc/place/Shenzhen", headers=headers).headers["Link"]
    prefix = "/kg" if proxies else ""
    assert f"<{scheme}://localhost{prefix}/doc/place/Shenzhen.ttl>" in link


@pytest.mark.parametrize(
    "prefix",
    ["//evil.example", "/a//b", "/../b", "/a/..", "evil", "/a\\b", "/a?b", "https://e.example"],
)
def test_a_prefix_that_could_lead_elsewhere_counts_for_nothing(release: Path, prefix: str) -> None:
    """A proxy may hand on what its client wrote."""
    headers = {"X-Forwarded-Prefix": prefix, "X-Forwarded-Proto": "javascript"}
    with open_store(release / "store") as store:
        client = create_app(store, Settings(trusted_proxies=1)).test_client()
        answer = client.get("/id/place/Shenzhen", headers=headers)
        assert answer.headers["Location"] == "/doc/place/Shenzhen"
        link = client.get("/doc/place/Shenzhen", headers=headers).headers["Link"]
    assert "<http://localhost/doc/place/Shenzhen.ttl>" in link
