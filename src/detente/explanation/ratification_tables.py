"""Tables and charts of ratification: how each actor stands to each package, votes by body, power."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from detente.explanation.explanation import Chart, SeatBar, SeatChart, SeatRun, Table, TableCell
from detente.explanation.home_words import member_words, package_name, plural_votes, ratification_of, total_votes
from detente.explanation.ratification_phrases import count_words, share_text
from detente.explanation.telling import Telling
from detente.explanation.wording import Words, capital, in_100, number, package_words, plain
from detente.model.ratification import Side, VotingBody
from detente.model.verdict import Verdict
from detente.model.voting_rule import Majority
from detente.questions.ratification.finding import (
    MOST_ACCEPTABLE,
    MOST_RATIFIED,
    PackageAtHome,
    RatificationFinding,
    SideFinding,
    Stand,
    Vote,
)
from detente.questions.ratification.home_votes import votes_needed

__all__ = ["STANDS", "charts", "tables"]

STANDS = {
    Stand.FOR: "for",
    Stand.BY_TERMS: "by the open terms",
    Stand.BY_VALUES: "by its values",
    Stand.OPEN: "open",
    Stand.AGAINST: "against",
}
"""How a stand is named in tables and keys, from for to against."""

SHOWN = 4
"""Most packages in a table or chart."""


def charts(telling: Telling, finding: RatificationFinding) -> tuple[Chart, ...]:
    """Votes by body and package for each side, where there is a package to look at."""
    found = []
    for side in finding.sides:
        bars = _bars(telling, side)
        if bars:
            who = telling.case.actor(side.party).name
            found.append(
                SeatChart(
                    key=f"seats-{side.party}",
                    title=f"Votes on the side of {_inside(who)}",
                    summary="How the votes of each body stand before each package, with everyone taken at their word.",
                    states=tuple(STANDS.values()),
                    bars=bars,
                    table=_seat_table(bars, who),
                )
            )
    return tuple(found)


def _inside(text: str) -> str:
    return f"t{text[1:]}" if text.startswith("The ") else text


def _bars(telling: Telling, side: SideFinding) -> tuple[SeatBar, ...]:
    """A bar for each body and each way its votes stand; packages before which they stand alike share one."""
    own = ratification_of(telling.case).side(side.party)
    found = []
    for body in own.bodies:
        alike: dict[tuple[SeatRun, ...], list[str]] = {}
        for package in side.packages[:SHOWN]:
            runs = tuple(_runs(telling, own, body, package))
            if runs:
                alike.setdefault(runs, []).append(_plain(package_name(telling.case, package.package)))
        for runs, names in alike.items():
            needed, text = _needed(own, body)
            found.append(
                SeatBar(
                    label=f"{body.name}: {'; '.join(names)}",
                    total=float(total_votes(body)),
                    needed=needed,
                    needed_text=text,
                    runs=runs,
                )
            )
    return tuple(found)


def _runs(telling: Telling, own: Side, body: VotingBody, package: PackageAtHome) -> Iterator[SeatRun]:
    stands = {vote.actor: vote.stand for vote in package.votes}
    stands |= {tally.body: tally.stand for tally in package.tallies if tally.stand is not None}
    for stand, state in STANDS.items():
        seats = [seat for seat in body.seats if stands.get(seat.member) is stand]
        if seats:
            got = sum((seat.votes for seat in seats), Fraction(0))
            names = ", ".join(_plain(member_words(telling.case, own, seat.member)) for seat in seats)
            yield SeatRun(state=state, votes=float(got), text=f"{plural_votes(got)} {state}: {names}")


def _needed(own: Side, body: VotingBody) -> tuple[float | None, str]:
    """How many votes of a body are needed to pass, or else for the government to stand, or for it to vote as a member."""
    passing = votes_needed(own, body.id, own.passes)
    standing = None if own.government is None else votes_needed(own, body.id, own.government)
    is_member = any(seat.member == body.id for other in own.bodies for seat in other.seats)
    deciding = votes_needed(own, body.id, body.rule or Majority(body.id)) if is_member else None
    asked = ((passing, "to pass"), (standing, "for the government to stand"), (deciding, "to decide how it votes"))
    needed, why = next(((votes, why) for votes, why in asked if votes is not None), (None, ""))
    if needed is None:
        return None, ""
    return float(needed), f"{number(needed)} of {number(total_votes(body))} needed {why}"


def _seat_table(bars: tuple[SeatBar, ...], who: str) -> Table:
    states = [state for state in STANDS.values() if any(run.state == state for bar in bars for run in bar.runs)]
    rows = []
    for bar in bars:
        got = {run.state: run.votes for run in bar.runs}
        cells = [TableCell(text=f"{got[state]:g}" if state in got else "0") for state in states]
        rows.append((TableCell(text=bar.label, is_name=True), *cells, TableCell(text=bar.needed_text or "no number asked")))
    return Table(
        caption=f"Votes on the side of {_inside(who)}, with everyone taken at their word",
        columns=("Body and package", *(state.capitalize() for state in states), "Needed"),
        rows=tuple(rows),
    )


def tables(telling: Telling, finding: RatificationFinding) -> tuple[Table, ...]:
    """Stands and power, side by side; and the terms of packages the question chose itself."""
    found = [table for side in finding.sides for table in _of_side(telling, side)]
    return (*found, *_chosen(telling, finding))


def _of_side(telling: Telling, side: SideFinding) -> Iterator[Table]:
    packages = side.packages[:SHOWN]
    if packages:
        yield _stands(telling, side, packages)
        yield _outcomes(telling, side, packages)
    if side.power:
        yield _power(telling, side)


def _stands(telling: Telling, side: SideFinding, packages: tuple[PackageAtHome, ...]) -> Table:
    case = telling.case
    own = ratification_of(case).side(side.party)
    rows = []
    for k, vote in enumerate(packages[0].votes):
        seats = [
            f"{number(s.votes)} in {_inside(body.name)}" for body in own.bodies for s in body.seats if s.member == vote.actor
        ]
        rows.append(
            (
                TableCell(text=case.actor(vote.actor).name, is_name=True),
                TableCell(text=", ".join(seats) or "a veto"),
                *(TableCell(text=_stand_text(package.votes[k])) for package in packages),
            )
        )
    return Table(
        caption=f"How each would vote on the side of {_inside(case.actor(side.party).name)}, with the share of readings in favor",
        columns=("Actor", "Votes", *(_plain(package_name(case, package.package)) for package in packages)),
        rows=tuple(rows),
    )


def _stand_text(vote: Vote) -> str:
    if vote.stand is Stand.OPEN and vote.share.least == 0 and vote.share.most == 1:
        return STANDS[Stand.OPEN]
    return f"{STANDS[vote.stand]} ({share_text(vote.share)})"


def _outcomes(telling: Telling, side: SideFinding, packages: tuple[PackageAtHome, ...]) -> Table:
    case = telling.case
    rows = [
        (
            TableCell(text=_plain(package_name(case, package.package)), is_name=True),
            TableCell(text=_VERDICTS[package.verdict]),
            TableCell(text=share_text(package.passes)),
            TableCell(text="not described" if package.survives is None else share_text(package.survives)),
            TableCell(text="none" if package.held is None else share_text(package.held)),
            TableCell(text="nobody" if package.leader is None else share_text(package.leader.accepts)),
        )
        for package in packages
    ]
    win = side.win_set
    return Table(
        caption=(
            f"What becomes of each package on the side of {_inside(case.actor(side.party).name)} (shares of readings);"
            f" of {win.of:,} deals {count_words(win)} pass there{' (a sample)' if win.is_sample else ''}"
        ),
        columns=("Package", "At their word", "Passes", "Government stands", "With outside votes", "Leader accepts"),
        rows=tuple(rows),
    )


_VERDICTS = {
    Verdict.HOLDS: "passes",
    Verdict.FAILS: "cannot pass",
    Verdict.CONTESTED: "may pass",
    Verdict.UNDETERMINED: "not determined",
}


def _power(telling: Telling, side: SideFinding) -> Table:
    case = telling.case
    asked = sorted((p for p in side.power if p.shapley_shubik), key=lambda p: -p.shapley_shubik)
    rows = tuple(
        (
            TableCell(text=case.actor(power.actor).name, is_name=True),
            TableCell(text=_index(power.shapley_shubik)),
            TableCell(text=_index(power.banzhaf)),
            TableCell(text="yes" if power.is_veto_player else "no"),
        )
        for power in asked
    )
    left = len(side.power) - len(asked)
    return Table(
        caption=(
            f"Power under the rule of passage on the side of {_inside(case.actor(side.party).name)}, whatever the package"
            + (f"; {left} more {'has' if left == 1 else 'have'} no say in it" if left else "")
        ),
        columns=("Actor", "Shapley-Shubik index", "Banzhaf index", "Veto"),
        rows=rows,
    )


def _index(share: Fraction) -> str:
    exact = f"{share.numerator}/{share.denominator}" if share.denominator > 1 else str(share.numerator)
    return f"{exact} ({in_100(float(share))})" if len(exact) <= 9 else in_100(float(share))


def _chosen(telling: Telling, finding: RatificationFinding) -> Iterator[Table]:
    """Terms of packages that no record names."""
    met = finding.overlap
    if met is None:
        return
    rows = []
    for name, top in ((MOST_ACCEPTABLE, met.most_acceptable), (MOST_RATIFIED, met.most_ratified)):
        if top is not None and name in finding.packages:
            rows.append(
                (
                    TableCell(text=_plain(package_name(telling.case, name))),
                    TableCell(text=in_100(float(top[1]))),
                    TableCell(text=_plain(package_words(telling.case, top[0])), is_name=True),
                )
            )
    if rows:
        yield Table(caption="Packages no record names", columns=("Package", "Readings", "Terms"), rows=tuple(rows))


def _plain(words: Words) -> str:
    return plain(capital(words))
