"""The SARIF log has what viewers need: levels, rules, places relative to the working folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import Place
from kg.validation import Report, render
from kg.vocab import PREFIXES


def log(report: Report, place: Place | None, language: str = "en") -> dict:
    return json.loads(render(report, "sarif", language=language, place_of=lambda _iri: place))


def test_log_is_sarif_2_1_0_of_this_tool(clean: Report) -> None:
    found = log(clean, None)
    assert found["version"] == "2.1.0"
    assert found["$schema"].endswith("sarif-2.1.0.json")
    (run,) = found["runs"]
    assert run["tool"]["driver"]["name"] == "cbec-kg"
    assert run["results"] == []


def test_result_has_level_message_and_place(violated: Report) -> None:
    (run,) = log(violated, Place("seeds/900.yaml", 12, 3))["runs"]
    (result,) = run["results"]
    assert result["level"] == "error"
    assert result["message"]["text"].startswith("Correct the percentage")
    assert "140" in result["message"]["text"]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "seeds/900.yaml"
    assert physical["region"] == {"startLine": 12, "startColumn": 3}


def test_result_points_at_the_rule_of_its_shape(violated: Report) -> None:
    (run,) = log(violated, None)["runs"]
    (result,) = run["results"]
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == result["ruleId"] == PREFIXES["shapes"] + "shareWithinHundred"
    assert rule["name"] == "shareWithinHundred"
    assert rule["help"]["text"]


def test_warning_has_the_level_warning(warned: Report) -> None:
    (run,) = log(warned, None)["runs"]
    assert {result["level"] for result in run["results"]} == {"error", "warning"}


def test_messages_follow_the_language(violated: Report) -> None:
    (run,) = log(violated, None, "zh")["runs"]
    assert run["results"][0]["message"]["text"].startswith("请更正百分数")


def test_file_elsewhere_is_named_by_its_whole_address(
    violated: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    (run,) = log(violated, Place(tmp_path / "a b.yaml"))["runs"]
    physical = run["results"][0]["locations"][0]["physicalLocation"]
    assert physical == {"artifactLocation": {"uri": (tmp_path / "a b.yaml").as_uri()}}


def test_result_without_a_place_names_its_node(violated: Report) -> None:
    (run,) = log(violated, None)["runs"]
    (location,) = run["results"][0]["locations"]
    assert "physicalLocation" not in location
    assert location["logicalLocations"][0]["fullyQualifiedName"].endswith("obs/900-003")


def test_fingerprint_stays_when_the_line_moves(violated: Report) -> None:
    first, second = (
        log(violated, Place("a.yaml", line))["runs"][0]["results"][0] for line in (1, 2)
    )
    assert first["partialFingerprints"] == second["partialFingerprints"]
