"""Genius files for tests: a small port domain of our own, and four domains that may lie beside the repository."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from detente.interop.genius import GeniusScenario
from detente.interop.genius_reading import read_genius

__all__ = ["INTEROP", "PORT", "oracle_utility", "port", "published"]

INTEROP = Path(__file__).resolve().parent.parent / "interop"
PORT = INTEROP / "port"
_SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "genius"
_FILES = {
    "itex_cypress_a": ("ItexvsCypress-A-domain.xml", "ItexvsCypress-A-prof1.xml", "ItexvsCypress-A-prof2.xml"),
    "ampo_city": ("ampo_vs_city_template.xml", "ampo_vs_city_ampo_space.xml", "ampo_vs_city_city_space.xml"),
    "lunch_no_zopa": ("Lunch.xml", "Lunch_util1.xml", "Lunch_util2.xml"),
    "politics_3p": ("Politics.xml", "Politics_util1.xml", "Politics_util2.xml", "Politics_util3.xml"),
}


def port() -> GeniusScenario:
    """The port domain with the profiles of the city and the line."""
    return read_genius(PORT / "domain.xml", [PORT / "city.xml", PORT / "line.xml"])


def published(name: str) -> list[Path]:
    """The files of one of the four domains, the domain first; the test is skipped where they are not there."""
    files = [_SHARED / name / file for file in _FILES[name]]
    if not files[0].is_file():
        pytest.skip(f"the Genius domain {name} is not beside the repository")
    return files


def oracle_utility(profile: Path, issues: Sequence[int], items: Sequence[str]) -> Fraction:
    """A package's utility read straight from a profile's XML: ``items[k]`` is the value taken on issue ``issues[k]``."""
    root = ET.parse(profile).getroot()  # our own file
    weights = {int(w.attrib["index"]): Fraction(w.attrib["value"]) for w in root.iter("weight") if "index" in w.attrib}
    by_index = {int(i.attrib["index"]): i for i in root.iter("issue")}
    total = Fraction(0)
    for index, taken in zip(issues, items, strict=True):
        issue = by_index[index]
        evaluator = issue.find("evaluator")
        if evaluator is not None:
            steps = int(taken) - int(issue.attrib["lowerbound"])
            share = Fraction(evaluator.attrib["offset"]) + steps * Fraction(evaluator.attrib["slope"])
            share = max(Fraction(0), min(Fraction(1), share))
        else:
            evaluations = {item.attrib["value"]: Fraction(item.attrib["evaluation"]) for item in issue.findall("item")}
            share = evaluations[taken] / max(evaluations.values())
        total += weights[index] * share
    return min(Fraction(1), total)
