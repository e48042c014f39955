"""How single packages fare over the readings, in sentences, a chart and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.explanation.explanation import Bar, BarChart, Chapter, Sentence, Table, TableCell
from detente.explanation.telling import Telling
from detente.explanation.wording import actor_name, in_100, option_words, package_words, phrase, plural
from detente.model.package import Package
from detente.questions.agreement.acceptability_finding import (
    AcceptabilityFinding,
    AcceptabilityView,
    CentralWeights,
    PackageAcceptability,
)
from detente.questions.agreement.intervals import Frequency

__all__ = ["acceptability_chapter", "interval_words"]

ACCEPTED, LEADING = 3, 2
"""Packages shown: the most often acceptable, and those that most often lead. Five fit beside their issues in a table."""

CENTRAL = 3
"""Packages whose central weights are told, the most frequent leaders."""

OPTIONS = 4
"""Options told per issue, those most often found in leading packages."""

LEADS = 0.5
"""A package is named as the one that leads only from this share of readings on."""


def acceptability_chapter(telling: Telling, finding: AcceptabilityFinding) -> Chapter | None:
    """Which packages hold up, and what recurs; ``None`` where nothing can be told or no gap leaves anything to count."""
    view = _view(finding)
    if view is None or finding.provenance.is_exact or telling.are_packages_withheld or not view.acceptable.packages:
        return None
    shown = _shown(view)
    return Chapter(
        key="acceptability",
        title="How single packages fare",
        sentences=tuple(_sentences(telling, view)),
        charts=(_chart(view, shown),),
        tables=(_packages(telling, shown), _terms(telling, view), *_weights(telling, view)),
    )


def interval_words(found: Frequency) -> str:
    """``57 of 100 (54 to 60)``: a share with its 95 % interval."""
    if found.share is None or found.low is None or found.high is None:
        return "none"
    low, high = round(100 * found.low), round(100 * found.high)
    return in_100(found.share) if low == high else f"{in_100(found.share)} ({low} to {high})"


def _view(finding: AcceptabilityFinding) -> AcceptabilityView | None:
    """As stated where some package is acceptable then, else with every red line off."""
    if finding.as_stated is not None and finding.as_stated.acceptable.n_positive:
        return finding.as_stated
    return finding.lines_off


def _of(view: AcceptabilityView, package: PackageAcceptability) -> tuple[Frequency | None, Frequency | None]:
    """How often the package is acceptable, and how often it is the Nash package."""
    if view.red_lines_off:
        return package.lines_off, package.nash_lines_off
    return package.as_stated, package.nash_as_stated


def _shown(view: AcceptabilityView) -> tuple[PackageAcceptability, ...]:
    """The most often acceptable and those that most often lead, each once."""
    chosen = {p.package: p for p in (*view.acceptable.packages[:ACCEPTED], *view.leading.packages[:LEADING])}
    return tuple(sorted(chosen.values(), key=lambda p: -_share(_of(view, p)[0])))


def _share(found: Frequency | None) -> float:
    return found.share or 0.0 if found is not None else 0.0


def _sentences(telling: Telling, view: AcceptabilityView) -> Iterator[Sentence]:
    keys = (*telling.position_keys, *telling.drawn_keys)
    lines = "with every red line off" if view.red_lines_off else "with every red line in force"
    yield telling.say(
        "{lines}, {packages} acceptable to all in some of the {readings} drawn that {fit} the answers on record. A share"
        " here says how much of what the record"
        " leaves open speaks for a package; it is not the chance of a deal.",
        keys,
        lines=lines,
        packages=plural(view.acceptable.n_positive, "package is", "packages are"),
        readings=plural(view.n, "reading"),
        fit="fits" if view.n == 1 else "fit",
    )
    if not view.leading.packages:
        return
    first = view.leading.packages[0]
    leads = _of(view, first)[1]
    if leads is not None and _share(leads) >= LEADS:
        yield telling.say(
            "One leads: in {share} readings the product of the parties’ gains over no deal is largest for {package}.",
            keys,
            share=interval_words(leads),
            package=package_words(telling.case, first.package),
        )
    elif leads is not None:
        yield telling.say(
            "The record singles no package out: by the product of gains {n} the lead in one reading or another, none in more than"
            " {share}. What recurs is told per issue in the report.",
            keys,
            n=plural(view.leading.n_positive, "package takes", "packages take"),
            share=in_100(_share(leads)),
        )


def _chart(view: AcceptabilityView, shown: Sequence[PackageAcceptability]) -> BarChart:
    bars = []
    for number, package in enumerate(shown, start=1):
        found = _of(view, package)[0]
        if found is None or found.share is None or found.low is None or found.high is None:
            continue
        bars.append(
            Bar(
                label=f"Package {number}",
                value=100 * found.share,
                low=100 * found.low,
                high=100 * found.high,
                is_exact=False,
                text=in_100(found.share),
            )
        )
    columns = ("Package", "Acceptable to all", "Leads", "On the frontier")
    rows = []
    for number, package in enumerate(shown, start=1):
        acceptable, leads = _of(view, package)
        cells = [TableCell(text=interval_words(f) if f is not None else "none") for f in (acceptable, leads, package.frontier)]
        rows.append((TableCell(text=f"Package {number}"), *cells))
    return BarChart(
        key="acceptability",
        title="In how many readings a package is acceptable to all",
        summary="Brackets are 95 % intervals. The packages are those most often acceptable and those that most often lead; the"
        " table after the chart has their terms.",
        axis="readings drawn",
        bars=tuple(bars),
        table=Table(caption="Shares of readings, with 95 % intervals", columns=columns, rows=tuple(rows)),
    )


def _packages(telling: Telling, shown: Sequence[PackageAcceptability]) -> Table:
    """Terms of the packages, one column each."""
    case = telling.case
    rows = []
    for issue in case.issues:
        words = [_option(telling, p.package, issue.id) for p in shown]
        rows.append((TableCell(text=issue.name, is_name=True), *(TableCell(text=w, is_name=True) for w in words)))
    columns = ("Issue", *(f"Package {k}" for k in range(1, len(shown) + 1)))
    return Table(caption="Terms of these packages", columns=columns, rows=tuple(rows))


def _option(telling: Telling, package: Package, issue: str) -> str:
    return "".join(part.text for part in option_words(telling.case, issue, package[issue]))


def _terms(telling: Telling, view: AcceptabilityView) -> Table:
    rows = []
    for terms in view.terms:
        issue = telling.case.issue(terms.issue)
        often = sorted(terms.options, key=lambda o: (-o.leading.count, -o.acceptable.count))[:OPTIONS]
        for option in terms.options:
            if option in often and option.acceptable.count:
                words = "".join(part.text for part in option_words(telling.case, issue.id, option.option))
                rows.append(
                    (
                        TableCell(text=issue.name, is_name=True),
                        TableCell(text=words, is_name=True),
                        TableCell(text=interval_words(option.acceptable)),
                        TableCell(text=interval_words(option.leading)),
                    )
                )
    return Table(
        caption="Terms that recur: in how many readings some acceptable package, and some leading one, has them",
        columns=("Issue", "Option", "Acceptable", "Leading"),
        rows=tuple(rows),
    )


def _weights(telling: Telling, view: AcceptabilityView) -> Iterator[Table]:
    """Typical weights behind the packages that lead in a tenth of the readings or more."""
    for central in view.central[:CENTRAL]:
        yield _central(telling, central)


def _central(telling: Telling, central: CentralWeights) -> Table:
    case = telling.case
    rows = []
    by_party = dict(central.weights)
    for issue in case.issues:
        cells = [TableCell(text=f"{dict(by_party[party])[issue.id]:.0f}") for party in by_party]
        rows.append((TableCell(text=issue.name, is_name=True), *cells))
    names = ["".join(part.text for part in actor_name(case, party)) for party in by_party]
    package = "".join(part.text for part in package_words(case, central.package))
    caption = telling.say(
        "Typical weights behind this package, which leads in {share}, and still leads in {confidence} with just these weights:"
        " {package}",
        share=interval_words(central.leads),
        confidence=interval_words(central.confidence),
        package=phrase("{p}", p=package),
    ).text
    return Table(caption=caption, columns=("Issue", *names), rows=tuple(rows))
