"""Converting between a case, a Genius scenario and a scoring table: what the sources are, and the files that come of them.

What a source is follows from what is in it; its name decides only where the content does not. What holds values passes
through one agreement problem, so every pair of formats is converted alike. A conflict of GMCR+ has moves in place of
values, and becomes a case only.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from detente.casefile.bundled import slugs
from detente.casefile.dump import dump
from detente.casefile.load import check
from detente.casefile.source import Report
from detente.casefile.values import number_text
from detente.diagnostics import Diagnostic, Span
from detente.interop.exact_case import exact_problem, whole_number_issues
from detente.interop.files import TextFile, read_text, start_of
from detente.interop.genius import GeniusProfile, unique_names
from detente.interop.genius_domain import issue_elements, utility_space
from detente.interop.genius_reading import read_scenario
from detente.interop.genius_writing import write_genius
from detente.interop.gmcr_case import case_of_gmcr, is_gmcr
from detente.interop.problem_case import CaseHead, Origin, case_of_problem
from detente.interop.scoring_csv import HEAD, delimiter_of, parse_scoring, write_scoring
from detente.interop.xml_source import XmlFile, parse_xml
from detente.problem.problem import AgreementProblem, ProblemError

__all__ = ["Conversion", "Format", "Making", "WrittenFile", "convert"]


class Format(StrEnum):
    """What is converted from or to."""

    CASE = "case"
    GENIUS = "genius"
    CSV = "csv"
    GMCR = "gmcr"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFile:
    """A file to write: its name in the target folder, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What came of a conversion; one file for a table, a folder of files otherwise."""

    source: Format
    files: tuple[WrittenFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What is to be made.

    Parameters
    ----------
    name : of the target; the slug of a case, and for a table ending in ``.tsv`` tabs are written.
    as_of : the day of a case.
    title : of a case or domain; that of the source when absent.
    digits : decimals to round the points of a case to; exact when absent.
    """

    name: str
    as_of: dt.date
    title: str | None = None
    digits: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scoring:
    """What every format is read into."""

    source: Format
    problem: AgreementProblem
    origin: Origin
    title: str
    place: Span


def convert(sources: Sequence[str], target: Format, making: Making) -> tuple[Conversion | None, tuple[Diagnostic, ...]]:
    """The files of a conversion, or ``None`` if something stands against it, with every diagnostic.

    ``sources`` are Genius files (a domain and its profiles, in any order) or a folder of them, one scoring table, one
    conflict of GMCR+, or one case.

    Raises
    ------
    ValueError
        If a case is to become a case.
    """
    report = Report()
    known: list[Diagnostic] = []
    read = _read(sources, report, known)
    if isinstance(read, _Scoring) and read.source is target is Format.CASE:
        raise ValueError("this is a case already")
    if isinstance(read, TextFile):
        source, written = Format.GMCR, _conflict(read, target, making, report)
    else:
        source = read.source if read is not None else target
        written = _write(read, target, making, report) if read is not None else None
    found = (*known, *report.in_file_order())
    if written is None or report.has_errors:
        return None, found
    return Conversion(source=source, files=written), found


def _read(sources: Sequence[str], report: Report, known: list[Diagnostic]) -> _Scoring | TextFile | None:
    """The scoring in the sources, or the file of a conflict."""
    files = [found for source in sources for found in _files(source, report)]
    if report.has_errors:
        return None
    kinds = {_kind(file) for file in files}
    if None in kinds:
        odd = next(file for file in files if _kind(file) is None)
        name = odd.source.name if isinstance(odd, TextFile) else odd
        advice = "a case, a Genius domain with its profiles, a table that begins with issue,option, or a file of GMCR+ can"
        report.error("DET605", f"what `{name}` is cannot be told from what is in it", start_of(name), help=advice)
        return None
    if len(kinds) != 1 or (Format.GENIUS not in kinds and len(files) > 1):
        advice = "give a Genius domain with its profiles, or one table, one file of GMCR+ or one case"
        report.error("DET605", "these are several things to convert", start_of(str(sources[-1])), help=advice)
        return None
    if kinds == {Format.CASE}:
        return _case(sources[0], report, known)
    texts = [file for file in files if isinstance(file, TextFile)]
    if kinds == {Format.GMCR}:
        return texts[0]
    return _genius(texts, report) if kinds == {Format.GENIUS} else _table(texts[0], report)


def _files(source: str, report: Report) -> list[TextFile | str]:
    """The files a source stands for; a case stays a name, as it is read elsewhere."""
    path = Path(source)
    if path.is_dir():
        if (path / "case.yaml").exists():
            return [source]
        found = sorted(child for child in path.iterdir() if child.suffix.lower() == ".xml" and not child.name.startswith("."))
        if not found:
            advice = "a case has a file `case.yaml`, a Genius scenario files that end in .xml"
            report.error("DET605", "this folder holds neither a case nor a Genius scenario", start_of(source), help=advice)
        read = [read_text(child, report) for child in found]
    elif source in slugs() and not path.exists():
        return [source]
    else:
        read = [read_text(source, report)]
    return [file for file in read if file is not None]


def _kind(file: TextFile | str) -> Format | None:
    """What a file is, by its content, else by its name."""
    if isinstance(file, str):
        return Format.CASE
    text, suffix = file.text.lstrip(), file.path.suffix.lower()
    first = text.splitlines()[0] if text else ""
    if text.startswith("<"):
        return Format.GENIUS
    if is_gmcr(file):
        return Format.GMCR
    delimiter = delimiter_of(first)
    if delimiter is not None and tuple(c.strip(' "').lower() for c in first.split(delimiter)[:2]) == HEAD:
        return Format.CSV
    if suffix in (".yaml", ".yml") or re.search(r"^case:", text, re.MULTILINE):
        return Format.CASE
    by_name = {".xml": Format.GENIUS, ".csv": Format.CSV, ".tsv": Format.CSV}
    return by_name.get(suffix)


def _case(source: str, report: Report, known: list[Diagnostic]) -> _Scoring | None:
    case, diagnostics = check(source)
    if case is None:
        known.extend(d for d in diagnostics if d.severity == "error")
        return None
    place = start_of(f"{source.rstrip('/')}/case.yaml" if Path(source).is_dir() else source)
    if not case.issues:
        advice = "scenarios and tables hold values of packages; the moves of a case become neither"
        report.error("DET623", "the case names no issue to agree on", place, help=advice)
        return None
    problem = exact_problem(case, place=place, report=report)
    if problem is None:
        return None
    titles = ("case.yaml",) * len(problem.parties)
    origin = Origin(
        publisher=case.title,
        titles=titles,
        says="points",
        remarks=("",) * len(titles),
        numeric=whole_number_issues(case),
    )
    return _Scoring(source=Format.CASE, problem=problem, origin=origin, title=case.title, place=place)


def _table(file: TextFile, report: Report) -> _Scoring | None:
    problem = parse_scoring(file, report)
    if problem is None:
        return None
    titles = (file.path.name,) * len(problem.parties)
    origin = Origin(publisher="A scoring table", titles=titles, says="the points", remarks=("",) * len(titles))
    return _Scoring(source=Format.CSV, problem=problem, origin=origin, title=file.path.stem, place=start_of(file.source.name))


def _genius(files: Sequence[TextFile], report: Report) -> _Scoring | None:
    parsed = [parse_xml(file, report) for file in files]
    trees = [xml for xml in parsed if xml is not None]
    domains = [xml for xml in trees if _is_domain(xml)]
    if len(domains) != 1 or len(trees) < len(files):
        if len(trees) == len(files):
            advice = "give one domain, which has issues without evaluations, and a profile for each party"
            message = "none of these files is a Genius domain" if not domains else "these are several Genius domains"
            report.error("DET605", message, start_of(domains[-1].name if domains else files[0].source.name), help=advice)
        return None
    profiles = [xml for xml in trees if xml is not domains[0]]
    scenario = read_scenario(domains[0], profiles, report)
    if scenario is None:
        return None
    names = unique_names([issue.name for issue in scenario.domain.issues])
    origin = Origin(
        publisher=scenario.domain.name,
        titles=tuple(xml.file.path.name for xml in profiles),
        says="the weights and evaluations",
        remarks=tuple(_remark(profile) for profile in scenario.profiles),
        numeric=frozenset(n for n, issue in zip(names, scenario.domain.issues, strict=True) if issue.is_integer),
    )
    return _Scoring(
        source=Format.GENIUS,
        problem=scenario.problem(),
        origin=origin,
        title=scenario.domain.name,
        place=start_of(domains[0].name),
    )


def _is_domain(xml: XmlFile) -> bool:
    """A template, or issues without anything a profile adds."""
    space = utility_space(xml)
    if xml.root.tag == "negotiation_template" or space is None:
        return space is not None
    adds = {"weight", "reservation", "discount_factor"}
    if any(element.tag in adds for element in space.walk(into=frozenset({"objective"}))):
        return False
    within = [child for issue in issue_elements(space) for child in issue.children]
    return bool(issue_elements(space)) and not any(c.tag == "evaluator" or "evaluation" in c.attributes for c in within)


def _remark(profile: GeniusProfile) -> str:
    """What a case does not hold of a profile."""
    if profile.discount_factor == 1:
        return ""
    factor = number_text(profile.discount_factor)
    return f"The file has the discount factor {factor}, which the points leave out: they are those of an agreement at once."


def _write(scoring: _Scoring, target: Format, making: Making, report: Report) -> tuple[WrittenFile, ...] | None:
    try:
        match target:
            case Format.CASE:
                return _as_case(scoring, making, report)
            case Format.CSV:
                text = write_scoring(scoring.problem, delimiter="\t" if making.name.lower().endswith(".tsv") else ",")
                return (WrittenFile(name=making.name, text=text),)
            case Format.GENIUS:
                return _as_genius(scoring, making.title or scoring.title, report)
            case Format.GMCR:
                raise ValueError("files of GMCR+ are read and not written")
    except ProblemError as error:
        report.error("DET623", str(error), scoring.place, help="change the source, or choose another format")
        return None


def _conflict(file: TextFile, target: Format, making: Making, report: Report) -> tuple[WrittenFile, ...] | None:
    """A conflict of GMCR+ as a case of moves."""
    if target is not Format.CASE:
        advice = "a conflict has moves and no values of packages: convert it with `--to case`"
        report.error("DET623", f"a file of GMCR+ does not become {target.value}", start_of(file.source.name), help=advice)
        return None
    title = making.title or file.path.stem
    case = case_of_gmcr(file, CaseHead(slug=making.name, title=title, as_of=making.as_of), report)
    if case is None:
        return None
    readme = (
        f"# {title}\n\nConverted from {file.path.name}, a conflict saved by GMCR+ or gmcr-py. Its options are the actions here;\n"
        "states go by the actions taken in them. The file does not say where the conflict stands: add `status_quo:` under\n"
        "`moves:` to ask whether it holds (DET436).\n"
    )
    return (WrittenFile(name="case.yaml", text=dump(case)), WrittenFile(name="README.md", text=readme))


def _as_genius(scoring: _Scoring, title: str, report: Report) -> tuple[WrittenFile, ...] | None:
    open_to = [p for p, r in zip(scoring.problem.parties, scoring.problem.reservation_values, strict=True) if r is None]
    if open_to:
        advice = "give each party's no-deal value as one number; Genius takes a missing one for 0"
        report.error("DET622", f"what no deal is worth is not given for {', '.join(open_to)}", scoring.place, help=advice)
        return None
    files = write_genius(scoring.problem, name=title, integer_issues=scoring.origin.numeric)
    for scale in files.scales:
        if not scale.is_same:
            message = f"utilities of {scale.party} are {number_text(scale.offset)} + {number_text(scale.unit)} x value"
            advice = "Genius has utilities from 0 to 1 in decimals; no preference changes, and the way back is exact"
            report.note("DET624", message, scoring.place, help=advice)
    return tuple(WrittenFile(name=file.name, text=file.text) for file in (files.domain, *files.profiles))


def _as_case(scoring: _Scoring, making: Making, report: Report) -> tuple[WrittenFile, ...] | None:
    title = making.title or scoring.title
    head = CaseHead(slug=making.name, title=title, as_of=making.as_of, digits=making.digits)
    case = case_of_problem(scoring.problem, scoring.origin, head, place=scoring.place, report=report)
    if case is None:
        return None
    backs = "\n".join(f"- {actor.name}: {claim.note}" for actor, claim in zip(case.actors, case.claims, strict=True))
    how = "exact" if making.digits is None else f"rounded to {making.digits} decimals"
    files = ", ".join(dict.fromkeys(scoring.origin.titles))
    readme = (
        f"# {title}\n\nConverted from {files}. Points are {how}, on each party's own scale: the worst option of every issue\n"
        "has 0, and a party's best options add up to 100. Its values in the original are:\n\n"
        f"{backs}\n\n"
        "The original says neither what holds without a deal nor what makes a package one, so `detente check` asks for\n"
        "both (DET410, DET411). Until they are written, every package counts as a deal.\n"
    )
    return (WrittenFile(name="case.yaml", text=dump(case)), WrittenFile(name="README.md", text=readme))
