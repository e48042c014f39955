"""The frontier in sentences, planes and a table: what is given away, and where proposals and bargaining solutions stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from detente.explanation.explanation import Chapter, PlaneChart, PlanePoint, Sentence, Table, TableCell
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, actor_name, join, name, option_words, phrase, plural
from detente.model.package import Package
from detente.model.proposal import Proposal
from detente.problem.bargaining import BargainingSolution, Concept
from detente.questions.agreement.frontier import FrontierFinding, ProposalPoint

__all__ = ["CONCEPTS", "frontier_chapter", "points_of"]

DOTS = 150
"""Points of a frontier drawn, evenly chosen."""

PLANES = 3
"""Pairs of parties drawn: every pair of three."""

CONCEPTS = {
    Concept.NASH_BARGAINING: ("N", "Nash bargaining", "the largest product of gains over no deal"),
    Concept.KALAI_SMORODINSKY: ("K", "Kalai–Smorodinsky", "the most equal shares of what each could gain at best"),
    Concept.EGALITARIAN: ("E", "Egalitarian", "the largest gain for whoever gains least"),
    Concept.UTILITARIAN: ("U", "Utilitarian", "the largest sum of values, which compares the parties’ scales"),
}
"""Letter, name and definition in words of each bargaining solution."""


@dataclass(frozen=True, slots=True)
class _Marked:
    """A package marked on the planes and named in the table."""

    label: str
    what: str
    package: Package | None
    values: tuple[Fraction, ...]
    note: str


def frontier_chapter(telling: Telling, finding: FrontierFinding) -> Chapter | None:
    """What no party can better without another losing; ``None`` where nothing can be told."""
    if finding.reason or not finding.points or telling.are_packages_withheld or len(finding.parties) < 2:
        return None
    marked = tuple(_marked(telling, finding))
    pairs = list(combinations(range(len(finding.parties)), 2))
    charts = tuple(_plane(telling, finding, marked, a, b) for a, b in pairs) if len(pairs) <= PLANES else ()
    return Chapter(
        key="frontier",
        title="What no party can better without another losing",
        sentences=tuple(_sentences(telling, finding)),
        charts=charts,
        tables=(*([] if charts else [_values_table(telling, finding, marked)]), *_terms_table(telling, marked)),
    )


def points_of(finding: FrontierFinding, value: Fraction) -> str:
    """Points to a tenth, without a needless decimal; whole ones of a mean of draws, which bears no finer."""
    return f"{float(value):.0f}" if finding.is_central else f"{float(value):.1f}".removesuffix(".0")


def _sentences(telling: Telling, finding: FrontierFinding) -> Iterator[Sentence]:
    keys = (*telling.position_keys, *telling.drawn_keys)
    which = "In the central reading, the mean of those drawn" if finding.is_central else "By the numbers of the case"
    lines = ""
    if finding.red_lines_off:
        lines = (
            ", with red lines set aside, since no package that passes them is worth at least as much as no deal to every party"
        )
    elif telling.case.red_lines:
        lines = ", with every red line in force"
    yield telling.say(
        "{which}{lines}, {packages} on the frontier: no party can get more unless another gets less.",
        keys,
        which=which,
        lines=lines,
        packages=plural(finding.n_points, "distinct outcome is", "distinct outcomes are"),
    )
    if not finding.is_complete:
        slack = join(
            [
                phrase("{p} points for {a}", p=points_of(finding, s), a=actor_name(telling.case, party))
                for party, s in _slack(finding)
            ]
        )
        yield telling.say("The frontier is thinned out: every package comes within {slack} of one listed.", slack=slack)
    yield from _solutions(telling, finding, keys)
    for proposal in _told(telling, finding):
        yield _proposal(telling, finding, proposal)


def _told(telling: Telling, finding: FrontierFinding) -> list[ProposalPoint]:
    """Proposals the readers may see."""
    return [p for p in finding.proposals if not telling.is_withheld(_on_record(telling, p).because)]


def _on_record(telling: Telling, found: ProposalPoint) -> Proposal:
    return next(p for p in telling.case.proposals if p.id == found.proposal)


def _slack(finding: FrontierFinding) -> list[tuple[str, Fraction]]:
    return list(zip(finding.parties, finding.slack, strict=True))


def _solutions(telling: Telling, finding: FrontierFinding, keys: Sequence[str]) -> Iterator[Sentence]:
    if not finding.solutions:
        unknown = [actor_name(telling.case, p) for p, r in zip(finding.parties, finding.no_deal, strict=True) if r is None]
        if unknown:
            yield telling.say(
                "No bargaining solution is given: the record does not say what no deal is worth to {who}.",
                who=join(unknown, "or"),
            )
        return
    if not finding.solutions[0].packages:
        yield telling.say("No bargaining solution is given: no package is worth no deal to every party here.", keys)
        return
    for solution in finding.solutions:
        letter, title, definition = CONCEPTS[solution.concept]
        worth = [
            phrase("{v} points to {who}", v=points_of(finding, row[0]), who=actor_name(telling.case, party))
            for party, row in zip(finding.parties, solution.values, strict=True)
        ]
        ties = _ties(finding, solution)
        yield telling.say(
            "{title} ({letter}), {definition}: worth {worth}{ties}.",
            keys,
            title=title,
            letter=letter,
            definition=definition,
            worth=join(worth),
            ties=ties,
        )
    if finding.is_central:
        yield telling.say(
            "These are points of one reading, shown for orientation; which package leads varies between readings.", keys
        )


def _ties(finding: FrontierFinding, solution: BargainingSolution) -> str:
    """How many packages tie, and how far apart they are for a party."""
    if solution.n_packages < 2:
        return ""
    spread = max(max(row) - min(row) for row in solution.values)
    apart = f", up to {points_of(finding, spread)} points apart for one party" if spread else ""
    return f"; it is one of {solution.n_packages:,} packages that tie{apart}"


def _proposal(telling: Telling, finding: FrontierFinding, proposal: ProposalPoint) -> Sentence:
    found = _on_record(telling, proposal)
    keys = (f"proposals.{proposal.proposal}", *telling.drawn_keys)
    if proposal.is_on_frontier:
        return telling.say("“{p}” is on the frontier.", keys, p=name(found.name))
    if proposal.better is None:
        return telling.say("“{p}” breaks a rule or a red line in force, so it is not compared.", keys, p=name(found.name))
    gains: list[Words] = [
        phrase("{v} more for {who}", v=_more(finding, better - now), who=actor_name(telling.case, party))
        for party, better, now in zip(finding.parties, proposal.better.values, proposal.values, strict=True)
        if better > now
    ]
    return telling.say(
        "“{p}” leaves something on the table{aside}: another package has {gains}, and no fewer for anyone.",
        keys,
        aside=", red lines set aside" if finding.red_lines_off else "",
        p=name(found.name),
        gains=join(gains),
    )


def _more(finding: FrontierFinding, gain: Fraction) -> str:
    text = points_of(finding, gain)
    if text == "0":
        return "less than 1 point" if finding.is_central else "less than 0.1 points"
    return f"{text} {'point' if text == '1' else 'points'}"


def _marked(telling: Telling, finding: FrontierFinding) -> Iterator[_Marked]:
    for solution in finding.solutions:
        if solution.packages:
            letter, title, _ = CONCEPTS[solution.concept]
            note = "on the frontier" if solution.n_packages == 1 else f"on the frontier, one of {solution.n_packages:,} that tie"
            yield _Marked(letter, title, solution.packages[0], tuple(row[0] for row in solution.values), note)
    for number, proposal in enumerate(_told(telling, finding), start=1):
        found = _on_record(telling, proposal)
        note = "on the frontier" if proposal.is_on_frontier else "better for all exists" if proposal.better else "not compared"
        yield _Marked(str(number), found.name, found.package, proposal.values, note)


def _plane(telling: Telling, finding: FrontierFinding, marked: Sequence[_Marked], a: int, b: int) -> PlaneChart:
    first, second = (telling.case.actor(finding.parties[k]).name for k in (a, b))
    step = max(1, len(finding.points) // DOTS)
    dots = [PlanePoint(label="", name="", x=_at(p.values[a]), y=_at(p.values[b])) for p in finding.points[::step]]
    named = [PlanePoint(label=m.label, name=m.what, x=_at(m.values[a]), y=_at(m.values[b])) for m in marked]
    floors = tuple(None if finding.no_deal[k] is None else _at(finding.no_deal[k] or Fraction(0)) for k in (a, b))
    suffix = "" if len(finding.parties) == 2 else f"-{a + 1}-{b + 1}"
    return PlaneChart(
        key=f"frontier{suffix}",
        title="The frontier, with proposals and bargaining solutions"
        if not suffix
        else f"The frontier as it looks to {first} and {second}",
        summary="Further right is worth more to one, further up more to the other; each on its own scale of 100 points.",
        x_axis=f"points for {first}",
        y_axis=f"points for {second}",
        points=(*dots, *named),
        floors=(floors[0], floors[1]),
        table=_values_table(telling, finding, marked),
    )


def _at(value: Fraction) -> float:
    return min(100.0, max(0.0, float(value)))


def _values_table(telling: Telling, finding: FrontierFinding, marked: Sequence[_Marked]) -> Table:
    names = [telling.case.actor(party).name for party in finding.parties]
    rows = [
        (
            TableCell(text=m.label),
            TableCell(text=m.what, is_name=m.label.isdecimal()),
            *(TableCell(text=points_of(finding, v)) for v in m.values),
            TableCell(text=m.note),
        )
        for m in marked
    ]
    floors = ["not known" if r is None else points_of(finding, r) for r in finding.no_deal]
    rows.append((TableCell(text="–"), TableCell(text="No deal"), *(TableCell(text=f) for f in floors), TableCell(text="")))
    return Table(caption="Points to each party", columns=("Mark", "Package", *names, "Where"), rows=tuple(rows))


def _terms_table(telling: Telling, marked: Sequence[_Marked]) -> Iterator[Table]:
    """Terms of the marked packages, one column each."""
    shown = [m for m in marked if m.package is not None and not m.label.isdecimal()]
    if not shown:
        return
    rows = []
    for issue in telling.case.issues:
        cells = [_words(option_words(telling.case, issue.id, m.package[issue.id])) for m in shown if m.package is not None]
        rows.append((TableCell(text=issue.name, is_name=True), *(TableCell(text=c, is_name=True) for c in cells)))
    yield Table(caption="Terms of the bargaining solutions", columns=("Issue", *(m.what for m in shown)), rows=tuple(rows))


def _words(words: Words) -> str:
    return "".join(part.text for part in words)
