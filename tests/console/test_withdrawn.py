"""What an earlier release had and this one has not is gone, not unknown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox

from console.app import create_app
from console.settings import Settings
from kg.release.history import append_entry
from kg.store import create_store, open_store
from kg.vocab import ID, cbec, graph_iri, rdf

OLD = "0" * 16
LOST = ox.NamedNode(ID + "place/Atlantis")


def test_a_withdrawn_name_answers_410_with_the_release_that_had_it(
    tmp_path: Path, release: Path
) -> None:
    earlier = tmp_path / "releases" / OLD
    earlier.mkdir(parents=True)
    shutil.copy(release / "release.json", earlier)
    create_store(
        earlier / "store",
        [ox.Quad(LOST, rdf("type"), cbec("City"), graph_iri("entities"))],
    )
    append_entry(tmp_path / "history.jsonl", OLD, "build")
    with open_store(release / "store") as store:
        app = create_app(store, Settings(release=release.name), data=tmp_path)
        client = app.test_client()
        gone = client.get("/doc/place/Atlantis")
        never = client.get("/doc/place/Lemuria")
        page = client.get("/doc/place/Atlantis", headers={"Accept": "text/html"})
    assert gone.status_code == page.status_code == 410
    assert gone.json["release"] == OLD
    assert never.status_code == 404
