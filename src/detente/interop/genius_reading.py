"""Reading a Genius scenario from its files: a domain, and one profile for each party."""

from __future__ import annotations

import os
from collections.abc import Sequence

from detente.casefile.source import Report
from detente.diagnostics import CaseError, Diagnostic, Note
from detente.interop.files import read_text, start_of
from detente.interop.genius import GeniusDomain, GeniusScenario
from detente.interop.genius_domain import read_domain
from detente.interop.genius_profile import read_profile
from detente.interop.xml_source import XmlFile, parse_xml

__all__ = ["check_genius", "read_genius", "read_scenario"]

Path = str | os.PathLike[str]


def read_genius(domain: Path, profiles: Sequence[Path]) -> GeniusScenario:
    """The scenario in a domain file and its profiles, in the order given.

    Raises
    ------
    CaseError
        If something is wrong with a file; it carries every diagnostic found, with file, line and column.
    """
    scenario, diagnostics = check_genius(domain, profiles)
    if scenario is None:
        raise CaseError(diagnostics)
    return scenario


def check_genius(domain: Path, profiles: Sequence[Path]) -> tuple[GeniusScenario | None, tuple[Diagnostic, ...]]:
    """The scenario, or ``None`` if a file has an error, with every diagnostic in the order of the files."""
    report = Report()
    read = [read_text(path, report) for path in (domain, *profiles)]
    parsed = [parse_xml(file, report) if file is not None else None for file in read]
    scenario = None
    if parsed[0] is not None and (parsed[1:] == [] or any(parsed[1:])):
        scenario = read_scenario(parsed[0], [xml for xml in parsed[1:] if xml is not None], report)
    return (None if report.has_errors else scenario), report.in_file_order()


def read_scenario(domain: XmlFile, profiles: Sequence[XmlFile], report: Report) -> GeniusScenario | None:
    """The scenario in files already parsed; ``None`` when something is wrong, all of which is reported."""
    known = read_domain(domain, report)
    if known is None:
        return None
    if not profiles:
        advice = "give one profile for each party after the domain"
        report.error("DET605", "there is no profile to this domain", start_of(domain.name), help=advice)
        return None
    names: dict[str, XmlFile] = {}
    found = []
    for xml in profiles:
        name = _party(xml, known)
        if name in names:
            note = Note(text=f"`{names[name].name}` is called that too", span=start_of(names[name].name))
            advice = "give each party's profile once, under a name of its own"
            report.error("DET619", f"two profiles are called `{name}`", start_of(xml.name), notes=[note], help=advice)
        names.setdefault(name, xml)
        profile = read_profile(xml, known, name, report)
        if profile is not None:
            found.append(profile)
    return GeniusScenario(domain=known, profiles=tuple(found)) if not report.has_errors else None


def _party(xml: XmlFile, domain: GeniusDomain) -> str:
    """Who has the profile: the agent the domain gives the file to, else the name of the file."""
    file = xml.file.path.name
    return next((agent.name for agent in domain.agents if agent.utility_space.split("/")[-1] == file), xml.file.path.stem)
