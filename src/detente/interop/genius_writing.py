"""Writing Genius files from an agreement problem: a domain, and one profile for each party.

Evaluations are whole numbers in the proportions of the values, weights the highest value of each issue, so that
reading the files back gives the same utilities exactly. Genius knows utilities from 0 to 1 and decimals only: where
values lie outside, or a weight has no end as a decimal, a party's values are first brought there by one shift and one
positive factor, which changes no preference; ``GeniusScale`` says which. A sum of weights above 1 by no more than
``ROUNDING`` is left as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm
from xml.sax.saxutils import quoteattr

from detente.interop.genius import ROUNDING
from detente.interop.ids import ids_of
from detente.interop.numbers import decimal_text, unending_part
from detente.problem.problem import AgreementProblem, ProblemError

__all__ = ["GeniusFile", "GeniusFiles", "GeniusScale", "write_genius"]

_KEPT_DIGITS = 12
"""Where weights must shrink to have an end as decimals, their sum stays this close to what it was, in digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GeniusScale:
    """What a party's values became: ``utility = offset + unit * value``, with ``unit`` above 0."""

    party: str
    offset: Fraction
    unit: Fraction

    @property
    def is_same(self) -> bool:
        """Whether utilities are the values themselves."""
        return self.offset == 0 and self.unit == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GeniusFile:
    """A file to be written: its name and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GeniusFiles:
    """A domain, its profiles in the order of the parties, and the scale of each."""

    domain: GeniusFile
    profiles: tuple[GeniusFile, ...]
    scales: tuple[GeniusScale, ...]


def write_genius(problem: AgreementProblem, *, name: str, integer_issues: Collection[str] = ()) -> GeniusFiles:
    """The files of a problem without interaction terms and requirements.

    Parameters
    ----------
    name : of the domain; its file is called after it.
    integer_issues : issues whose options are whole numbers one apart. They are written as a range with a slope where
        every party's values lie on a line between 0 and 1, else item by item.

    Raises
    ------
    ProblemError
        If the problem has interaction terms or requirements: a linear profile cannot say them.

    Examples
    --------
    >>> problem = AgreementProblem.of([[[0, "0.6"], ["0.4", 0]]], ["0.5"], parties=["City"])
    >>> files = write_genius(problem, name="Port")
    >>> files.domain.name, files.profiles[0].name, files.scales[0].is_same
    ('port_domain.xml', 'port_city.xml', True)
    """
    if problem.interactions or problem.requirements:
        raise ProblemError("Genius profiles hold values only: no interaction terms, red lines or rules")
    scales = tuple(_scale(problem, party) for party in range(len(problem.parties)))
    stem = ids_of([name], "domain")[0]
    files = [f"{stem}_{party}.xml" for party in ids_of(problem.parties, "party")]
    if f"{stem}_domain.xml" in files:
        files = [f"{stem}_profile_{party}.xml" for party in ids_of(problem.parties, "party")]
    utilities = [_utilities(problem, party, scale) for party, scale in enumerate(scales)]
    ranges = [
        k
        for k, (issue, options) in enumerate(zip(problem.issues, problem.options, strict=True))
        if issue in integer_issues and all(_line(rows[k]) is not None for rows in utilities) and len(options) > 1
    ]
    domain = GeniusFile(name=f"{stem}_domain.xml", text=_domain(problem, name, files, ranges))
    profiles = tuple(
        GeniusFile(name=file, text=_profile(problem, name, party, rows, scale, ranges))
        for party, (file, rows, scale) in enumerate(zip(files, utilities, scales, strict=True))
    )
    return GeniusFiles(domain=domain, profiles=profiles, scales=scales)


def _shifts(problem: AgreementProblem, party: int) -> list[Fraction]:
    """Per issue, what is added to its values so that neither an evaluation nor the reservation value is below 0."""
    shifts = [-min(Fraction(0), *row) for row in problem.values[party]]
    floor = problem.reservation_values[party]
    if floor is not None:
        shifts[0] += max(Fraction(0), -(floor + sum(shifts, Fraction(0))))
    return shifts


def _scale(problem: AgreementProblem, party: int) -> GeniusScale:
    """The mildest scale on which weights and reservation value are decimals between 0 and 1."""
    shifts = _shifts(problem, party)
    offset = sum(shifts, Fraction(0))
    tops = [max(row) + shift for row, shift in zip(problem.values[party], shifts, strict=True)]
    floor = problem.reservation_values[party]
    highest = sum(tops, Fraction(0))
    least = Fraction(0) if floor is None else floor + offset
    unit = Fraction(1) if max(highest, least) <= 1 + ROUNDING else 1 / max(highest, least)
    unending = lcm(1, *(unending_part(number * unit) for number in (*tops, least)))
    if unending > 1:
        power = 10 ** (len(str(unending)) + _KEPT_DIGITS)
        unit *= Fraction(power // unending * unending, power)
    return GeniusScale(party=problem.parties[party], offset=offset * unit, unit=unit)


def _utilities(problem: AgreementProblem, party: int, scale: GeniusScale) -> list[list[Fraction]]:
    """Per issue and option, what is added to the utility; never below 0."""
    shifts = _shifts(problem, party)
    return [[(value + shift) * scale.unit for value in row] for row, shift in zip(problem.values[party], shifts, strict=True)]


def _line(row: Sequence[Fraction]) -> tuple[Fraction, Fraction] | None:
    """Offset and slope of shares on a line, the highest being 1; ``None`` when there is none, or not in decimals."""
    top = max(row)
    shares = [value / top for value in row] if top else [Fraction(1)] * len(row)
    slope = shares[1] - shares[0] if len(shares) > 1 else Fraction(0)
    is_line = all(b - a == slope for a, b in pairwise(shares))
    return (shares[0], slope) if is_line and unending_part(slope) == unending_part(shares[0]) == 1 else None


def _evaluations(row: Sequence[Fraction]) -> list[int]:
    """Whole numbers in the proportions of the values; all 1 where the issue is worth nothing."""
    if not any(row):
        return [1] * len(row)
    factor = lcm(*(value.denominator for value in row))
    whole = [int(value * factor) for value in row]
    common = gcd(*whole)
    return [value // common for value in whole]


def _domain(problem: AgreementProblem, name: str, files: Sequence[str], ranges: Collection[int]) -> str:
    lines = ["<negotiation_template>"]
    lines += [
        f"  <agent name={_quoted(party)} utility_space={_quoted(file)}/>"
        for party, file in zip(problem.parties, files, strict=True)
    ]
    lines.append(f'  <utility_space number_of_issues="{len(problem.issues)}">')
    lines.append(_objective(name))
    for k, (issue, options) in enumerate(zip(problem.issues, problem.options, strict=True)):
        if k in ranges:
            lines.append(_integer_issue(k, issue, options) + "/>")
            continue
        lines.append(_discrete_issue(k, issue))
        lines += [f'        <item index="{o}" value={_quoted(option)}/>' for o, option in enumerate(options, 1)]
        lines.append("      </issue>")
    return "\n".join([*lines, "    </objective>", "  </utility_space>", "</negotiation_template>", ""])


def _profile(
    problem: AgreementProblem,
    name: str,
    party: int,
    rows: Sequence[Sequence[Fraction]],
    scale: GeniusScale,
    ranges: Collection[int],
) -> str:
    lines = ["<utility_space>", _objective(name)]
    for k, (issue, options, row) in enumerate(zip(problem.issues, problem.options, rows, strict=True)):
        line = _line(row) if k in ranges else None
        if line is not None:
            lines.append(_integer_issue(k, issue, options) + ">")
            offset, slope = decimal_text(line[0]), decimal_text(line[1])
            lines.append(f'        <evaluator ftype="linear" offset="{offset}" slope="{slope}"/>')
        else:
            lines.append(_discrete_issue(k, issue))
            lines += [
                f'        <item index="{o}" value={_quoted(option)} evaluation="{evaluation}"/>'
                for o, (option, evaluation) in enumerate(zip(options, _evaluations(row), strict=True), 1)
            ]
        lines.append("      </issue>")
    lines += [f'      <weight index="{k}" value="{decimal_text(max(row))}"/>' for k, row in enumerate(rows, 1)]
    floor = problem.reservation_values[party]
    reservation = Fraction(0) if floor is None else scale.offset + scale.unit * floor
    lines += ["    </objective>", '  <discount_factor value="1"/>', f'  <reservation value="{decimal_text(reservation)}"/>']
    return "\n".join([*lines, "</utility_space>", ""])


def _objective(name: str) -> str:
    return f'    <objective index="0" name={_quoted(name)} type="objective" etype="objective" description="">'


def _discrete_issue(k: int, name: str) -> str:
    return f'      <issue index="{k + 1}" name={_quoted(name)} type="discrete" etype="discrete" vtype="discrete">'


def _integer_issue(k: int, name: str, options: Sequence[str]) -> str:
    bounds = f'lowerbound="{options[0]}" upperbound="{options[-1]}"'
    return f'      <issue index="{k + 1}" name={_quoted(name)} type="integer" etype="integer" vtype="integer" {bounds}'


def _quoted(text: str) -> str:
    return quoteattr(text, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
