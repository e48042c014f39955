"""How ratification reads in a sentence: bodies, rules, packages looked at, and the judged records they come from."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from detente.explanation.wording import (
    Words,
    actor_name,
    formula_words,
    join,
    likelihood_words,
    name,
    named_package,
    number,
    phrase,
    plural,
)
from detente.model.case import Case
from detente.model.preference import PointsRange
from detente.model.ratification import (
    JudgesAs,
    LeavesOver,
    LeavesWith,
    Office,
    Opposes,
    Pressure,
    Ratification,
    Side,
    Stance,
    Supports,
    VotingBody,
)
from detente.model.red_line import CERTAIN, Likelihood
from detente.model.voting_rule import And, Majority, Or, Quota, Share, Unanimity, Veto, VotingRule
from detente.questions.ratification.finding import MOST_ACCEPTABLE, MOST_RATIFIED
from detente.questions.ratification.home_votes import clause_votes

__all__ = [
    "body_words",
    "home_record_words",
    "inside",
    "member_words",
    "package_name",
    "plural_votes",
    "range_words",
    "ratification_of",
    "rule_of_passage",
    "stance_words",
    "total_votes",
]


def ratification_of(case: Case) -> Ratification:
    """The section of a case that has one."""
    assert case.ratification is not None  # noqa: S101 (nothing of ratification is told of a case without)
    return case.ratification


def total_votes(body: VotingBody) -> Fraction:
    """Everyone's votes in a body."""
    return sum((seat.votes for seat in body.seats), Fraction(0))


def body_words(side: Side, body: str) -> Words:
    """A body by its name."""
    return name(side.body(body).name)


def member_words(case: Case, side: Side, member: str) -> Words:
    """An actor, or a body of the side, by its name."""
    return body_words(side, member) if any(body.id == member for body in side.bodies) else actor_name(case, member)


def package_name(case: Case, package: str) -> Words:
    """A package the question looked at: by its name, or by what it was chosen for."""
    if package == MOST_ACCEPTABLE:
        return phrase("the deal most often acceptable to all")
    if package == MOST_RATIFIED:
        return phrase("the deal most often acceptable to all and passed")
    return named_package(case, package)


def rule_of_passage(case: Case, side: Side, rule: VotingRule) -> Words:
    """A rule as what it asks for: ``a majority in the cabinet (20 of 38 votes) and the consent of the Prime Minister``."""
    match rule:
        case Quota(votes=votes, body=body):
            total = number(total_votes(side.body(body)))
            return phrase("{n} of the {t} votes in {b}", n=number(votes), t=total, b=inside(body_words(side, body)))
        case Share() | Majority():
            part = "a majority" if isinstance(rule, Majority) else f"{rule.share.numerator}/{rule.share.denominator} of the votes"
            body_asked = side.body(rule.body)
            return phrase(
                "{part} in {b} ({n} of {t}{votes})",
                part=part,
                b=inside(body_words(side, rule.body)),
                n=number(clause_votes(body_asked, rule)),
                t=number(total_votes(body_asked)),
                votes=" votes" if isinstance(rule, Majority) else "",
            )
        case Unanimity(body=body):
            return phrase("every member of {b}", b=inside(body_words(side, body)))
        case Veto(holder=holder):
            return _consent(case, side, [holder])
        case And(parts=parts):
            holders = [part.holder for part in parts if isinstance(part, Veto)]
            rest = [_wrapped(case, side, part, Or) for part in parts if not isinstance(part, Veto)]
            return join([*rest, *([_consent(case, side, holders)] if holders else [])])
        case Or(parts=parts) if all(isinstance(part, Veto) for part in parts):
            return _consent(case, side, [part.holder for part in parts if isinstance(part, Veto)], last="or")
        case Or(parts=parts):
            return join([_wrapped(case, side, part, And) for part in parts], last="or")


def _consent(case: Case, side: Side, holders: Sequence[str], last: str = "and") -> Words:
    return phrase("the consent of {h}", h=join([inside(member_words(case, side, holder)) for holder in holders], last=last))


def _wrapped(case: Case, side: Side, rule: VotingRule, kind: type) -> Words:
    words = rule_of_passage(case, side, rule)
    is_list = isinstance(rule, kind) and not all(isinstance(part, Veto) for part in getattr(rule, "parts", ()))
    return phrase("({w})", w=words) if is_list else words


def inside(words: Words) -> Words:
    """A name with a small letter for its article, inside a sentence."""
    first = words[0]
    text = f"t{first.text[1:]}" if first.text.startswith("The ") else first.text
    return (type(first)(text, first.kind), *words[1:])


# -- records ---------------------------------------------------------------------------------------


def home_record_words(case: Case, rest: str) -> Words:
    """What a judged record of ratification says, as a clause; ``rest`` is its key without the section."""
    party, _, inner = rest.partition(".")
    side = ratification_of(case).side(party)
    kind, _, record = inner.partition(".")
    match kind:
        case "":
            return phrase(
                "a deal passes on the side of {who} by {rule}",
                who=actor_name(case, party),
                rule=rule_of_passage(case, side, side.passes),
            )
        case "bodies":
            body = side.body(record)
            return phrase(
                "{b} has {n} of {members}",
                b=body_words(side, record),
                n=plural_votes(total_votes(body)),
                members=plural(len(body.seats), "member"),
            )
        case "seats":
            body_id, _, member = record.partition(".")
            seat = next(seat for seat in side.body(body_id).seats if seat.member == member)
            return phrase(
                "{who} has {n} in {b}",
                who=member_words(case, side, member),
                n=plural_votes(seat.votes),
                b=inside(body_words(side, body_id)),
            )
        case "stances":
            return stance_words(case, next(stance for stance in side.stances if stance.id == record))
        case _:
            return _pressure_words(case, next(pressure for pressure in side.pressure if pressure.id == record))


def plural_votes(votes: Fraction) -> str:
    """``1 vote``, ``61 votes``, ``5/2 votes``."""
    return plural(int(votes), "vote") if votes.denominator == 1 else f"{votes} votes"


def stance_words(case: Case, stance: Stance) -> Words:
    """A stance as a clause without its final period."""
    who = actor_name(case, stance.actor)
    match stance:
        case Opposes(formula=formula, firmness=firmness):
            said = phrase("{who} would vote against a deal in which {f}", who=who, f=formula_words(case, formula))
            return phrase("{s}{meant}", s=said, meant=_meant(firmness))
        case Supports(formula=formula, firmness=firmness):
            said = phrase("{who} would vote for a deal in which {f}", who=who, f=formula_words(case, formula))
            return phrase("{s}{meant}", s=said, meant=_meant(firmness))
        case LeavesOver(formula=formula, firmness=firmness):
            said = phrase("{who} would leave the government over a deal in which {f}", who=who, f=formula_words(case, formula))
            return phrase("{s}{meant}", s=said, meant=_meant(firmness))
        case LeavesWith(others=others):
            names = join([actor_name(case, other) for other in others], last="or")
            return phrase("{who} would leave the government once {names} has left", who=who, names=names)
        case JudgesAs(other=other):
            return phrase("{who} would judge a deal as {other} does", who=who, other=actor_name(case, other))
        case Office(points=points):
            return phrase("office is worth {p} points of 100 to {who}", p=range_words(points), who=who)


def _meant(firmness: Likelihood) -> str:
    return "" if firmness.low == firmness.high == CERTAIN.low else f"; that this is meant is judged {likelihood_words(firmness)}"


def _pressure_words(case: Case, pressure: Pressure) -> Words:
    return phrase(
        "pressure from {by} makes a deal in which {f} worth {p} points of 100 more to {on}",
        by=actor_name(case, pressure.by),
        f=formula_words(case, pressure.formula),
        p=range_words(pressure.points),
        on=actor_name(case, pressure.on),
    )


def range_words(points: PointsRange) -> str:
    """``5``, or ``0 to 30``."""
    return number(points.low) if points.is_exact else f"{number(points.low)} to {number(points.high)}"
