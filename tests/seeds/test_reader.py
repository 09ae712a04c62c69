"""Reading seed records: what is right is read whole, what is wrong is refused whole."""

import re
import shutil
from pathlib import Path

import pytest

from kg.errors import InputError, KgError
from kg.mapping import map_seeds
from kg.resources import folder
from kg.seeds import read_seeds
from kg.seeds.record import Amount, Relation

HERE = Path(__file__).parent
WRONG = sorted((HERE / "wrong").glob("*.yaml"))


def test_there_are_wrong_records_to_try() -> None:
    """A parametrised test over an empty folder would pass on nothing."""
    assert len(WRONG) >= 18


def test_a_record_is_read_as_it_is_written() -> None:
    """Every statement keeps its kind, its fields and the line it stands on."""
    seeds = read_seeds(HERE / "minimal")
    (document,) = seeds.documents
    amount, relation = document.statements[0], document.statements[7]
    assert isinstance(amount, Amount)
    assert amount.dimensions.period == "2024-S1"
    assert amount.stated.digits == ("1.22",)
    assert amount.where.line == 11
    assert isinstance(relation, Relation)
    assert (relation.property, relation.object) == ("locatedIn", "place/CN")
    assert [len(document.statements), len(seeds.entities)] == [9, 6]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda path: path.stem)
def test_a_wrong_record_is_refused_with_file_line_and_remedy(wrong: Path, tmp_path: Path) -> None:
    """The error names the file, the line, the value, what was expected and what to do."""
    text = wrong.read_text(encoding="utf-8")
    wanted = dict(
        line.removeprefix("#+ ").split(": ", 1)
        for line in text.splitlines()
        if line.startswith("#+ ")
    )
    shutil.copytree(HERE / "minimal", tmp_path / "seeds")
    (tmp_path / "seeds" / "900.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KgError) as caught:
        list(map_seeds(read_seeds(tmp_path / "seeds")))
    error = caught.value
    assert wanted["problem"] in error.problem
    assert error.where is not None
    assert Path(error.where.file).name == "900.yaml"
    assert error.where.line == int(wanted["line"])
    assert wanted.get("expected", "") in error.expected
    assert wanted.get("remedy", "") in error.remedy
    assert error.expected
    assert error.remedy
    assert error.exit_code == 1


def test_all_errors_of_all_files_are_reported_in_one_run(tmp_path: Path) -> None:
    """Whoever mends records sees everything at once."""
    shutil.copytree(HERE / "minimal", tmp_path / "seeds")
    for name, wrong in (("900", "unknown-unit"), ("901", "float-value")):
        shutil.copy(HERE / "wrong" / f"{wrong}.yaml", tmp_path / "seeds" / f"{name}.yaml")
    with pytest.raises(KgError) as caught:
        read_seeds(tmp_path / "seeds")
    assert "CNYY" in str(caught.value)
    assert "the float 1.22" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"\xff\xfe", "is not UTF-8"), (b"", "the file is null"), (b"- 1\n", "the file is [1]")],
)
def test_a_file_that_is_no_record_is_refused(content: bytes, problem: str, tmp_path: Path) -> None:
    """Neither other encodings nor other YAML pass for a record."""
    shutil.copytree(HERE / "minimal", tmp_path / "seeds")
    (tmp_path / "seeds" / "901.yaml").write_bytes(content)
    with pytest.raises(KgError, match=r"901\.yaml") as caught:
        read_seeds(tmp_path / "seeds")
    assert problem in caught.value.problem


def test_a_folder_without_records_is_refused(tmp_path: Path) -> None:
    """An empty folder is a mistake, not an empty graph."""
    with pytest.raises(InputError, match="holds no seed records"):
        read_seeds(tmp_path)


def test_the_seeds_of_the_project_are_read() -> None:
    """Five documents, each with statements."""
    seeds = read_seeds(folder("seeds"))
    assert [document.id for document in seeds.documents] == ["000", "001", "002", "003", "004"]
    assert all(document.statements for document in seeds.documents)


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("900.yaml", "1.22", "9" * 18, "stated is 9"),
        ("900.yaml", '"1.22"', '"1,22"', 'digits is "1,22"'),
        ("900.yaml", "2024-S1", "２０２４-S1", "period is"),
        ("entities/all.yaml", "id: place/CN", 'id: "place/CN\\n"', "place/CN"),
        ("entities/all.yaml", "id: place/CN", "id: place/C.N", "place/C.N"),
        ("entities/all.yaml", "id: place/CN", "id: place/../CN", "place/../CN"),
        ("entities/all.yaml", "id: place/CN", "id: doc/900", "document id doc/900"),
        ("entities/all.yaml", "en: China", 'en: " "', "label en"),
    ],
)
def test_what_would_make_a_wrong_graph_is_refused(
    file: str, old: str, new: str, problem: str, tmp_path: Path
) -> None:
    """Ids stay apart in IRIs, numbers stay exact, and labels can be read."""
    shutil.copytree(HERE / "minimal", tmp_path / "seeds")
    path = tmp_path / "seeds" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KgError) as caught:
        read_seeds(tmp_path / "seeds")
    assert problem in str(caught.value)
    assert all(error.expected and error.remedy for error in (caught.value, *caught.value.also))


def test_two_discrepancies_with_one_id_are_refused(tmp_path: Path) -> None:
    """They would become one node that says what neither does."""
    shutil.copytree(folder("seeds"), tmp_path / "seeds")
    path = tmp_path / "seeds" / "discrepancies.yaml"
    text = re.sub(r"(?m)^( *- id:) .*$", r"\1 same", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KgError, match="the discrepancy id same is used a second time"):
        read_seeds(tmp_path / "seeds")


def test_an_address_that_is_no_iri_is_refused(tmp_path: Path) -> None:
    """The form of an address alone does not say that engines take it."""
    shutil.copytree(folder("seeds"), tmp_path / "seeds")
    path = tmp_path / "seeds" / "entities" / "places.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("www.wikidata.org", "www.wikidata.org:port", 1), encoding="utf-8")
    with pytest.raises(KgError, match=r"places\.yaml:\d+: place/\w+ exact_match is"):
        list(map_seeds(read_seeds(tmp_path / "seeds")))


def test_a_file_with_very_many_errors_is_refused_in_time(tmp_path: Path) -> None:
    """The first errors are enough to mend; looking for all of them took minutes."""
    shutil.copytree(HERE / "minimal", tmp_path / "seeds")
    many = "document: {}\nstatements:\n" + "- {id: x-001}\n" * 20_000
    (tmp_path / "seeds" / "901.yaml").write_text(many, encoding="utf-8")
    with pytest.raises(KgError) as caught:
        read_seeds(tmp_path / "seeds")
    assert 10 < len(caught.value.also) < 400
