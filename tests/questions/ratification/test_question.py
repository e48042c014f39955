"""The ratification question of a case, against a count of every package by hand."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

import detente
from detente.explanation.ratification_words import ratification_chapter
from detente.explanation.redaction import telling_for
from detente.model.actor import Actor, Role
from detente.model.case import Case
from detente.model.evidence import Handling
from detente.model.formula import Formula, Not, OneOf, Operator
from detente.model.package import Package
from detente.model.preference import PointsRange
from detente.model.ratification import (
    JudgesAs,
    LeavesOver,
    LeavesWith,
    Office,
    Opposes,
    Pressure,
    Ratification,
    Seats,
    Side,
    Stance,
    Supports,
    VotingBody,
)
from detente.model.red_line import Likelihood
from detente.model.verdict import Verdict
from detente.model.voting_rule import Quota
from detente.questions.agreement.question import undetermined
from detente.questions.ratification.deals import COMPLETED, Deals
from detente.questions.ratification.finding import MOST_ACCEPTABLE, MOST_RATIFIED, HomeChangeKind, PackageAtHome, Stand

FACTIONS = ("a", "b", "c", "d")
EVEN = Likelihood(low=Fraction(1, 2), high=Fraction(1, 2))


def _case(
    stances: tuple[Stance, ...], *, votes: Mapping[str, int], slug: str = "mill-wages", needed: int, **side: object
) -> Case:
    case = detente.load(slug)
    party = case.parties[0].id
    actors = tuple(Actor(id=name, name=name.upper(), role=Role.FACTION, part_of=party) for name in votes)
    outside = side.pop("outside", ())
    seats = tuple(
        Seats(member=name, votes=Fraction(n), is_outside=name in outside)  # type: ignore[operator]
        for name, n in votes.items()
    )
    body = VotingBody(id="council", name="The council", seats=seats)
    own = Side(
        party=party,
        bodies=(body,),
        passes=Quota(Fraction(needed), "council"),
        stances=stances,
        **side,  # type: ignore[arg-type]
    )
    return replace(case, actors=(*case.actors, *actors), ratification=Ratification(sides=(own,)))


def _deals(case: Case) -> list[Package]:
    found = []
    for options in itertools.product(*(issue.option_ids for issue in case.issues)):
        terms = {issue.id: option for issue, option in zip(case.issues, options, strict=True)}
        rules = (*case.feasibility, *case.deal_requires)
        is_path = case.no_deal.path is not None and all(case.no_deal.path[i] == o for i, o in terms.items())
        if not is_path and all(_holds(rule.requires, terms) for rule in rules):
            found.append(Package.of(terms))
    return found


def _holds(formula: Formula, terms: Mapping[str, str]) -> bool:
    kind = type(formula).__name__
    if kind == "OneOf":
        return terms[formula.issue] in formula.options  # type: ignore[union-attr]
    if kind == "Not":
        return not _holds(formula.part, terms)  # type: ignore[union-attr]
    if kind == "Implies":
        return not _holds(formula.condition, terms) or _holds(formula.consequence, terms)  # type: ignore[union-attr]
    parts = [_holds(part, terms) for part in formula.parts]  # type: ignore[union-attr]
    return all(parts) if kind == "And" else any(parts)


def _one_of(issue: str, options: tuple[str, ...]) -> OneOf:
    return OneOf(issue, options, Operator.EQUAL, options[0])


def _some(case: Case, rng: random.Random) -> Formula:
    issue = rng.choice(case.issues)
    options = rng.sample(issue.option_ids, rng.randint(1, len(issue.options) - 1))
    formula: Formula = _one_of(issue.id, tuple(o for o in issue.option_ids if o in options))
    return Not(formula) if rng.random() < 0.3 else formula


@pytest.mark.parametrize("seed", range(40))
def test_counts_votes_exits_and_missing_sets_are_those_of_a_search_through_everything(seed: int) -> None:
    rng = random.Random(seed)
    plain = detente.load("mill-wages")
    stances: list[Stance] = []
    for name in FACTIONS:
        for k in range(rng.randint(0, 2)):
            kinds: list[type[Opposes] | type[Supports] | type[LeavesOver]] = [Opposes, Supports, LeavesOver]
            stances.append(rng.choice(kinds)(id=f"{name}-{k}", actor=name, formula=_some(plain, rng)))
    stances.append(LeavesWith(id="d-9", actor="d", others=("c",)))
    votes = {name: rng.randint(1, 6) for name in FACTIONS}
    total = sum(votes.values())
    needed = rng.randint(total // 2 + 1, total)
    inside = total - votes["a"]
    standing = rng.randint(1, inside)
    case = _case(
        tuple(stances),
        votes=votes,
        needed=needed,
        outside=("a",),
        government=Quota(Fraction(standing), "council"),
        partners=("b", "c", "d"),
    )
    finding = detente.ratification(case, readings=20)
    side = finding.sides[0]
    deals = _deals(case)
    sure = maybe = 0
    for deal in deals:
        stand = _stands(stances, deal)
        yes = sum(votes[n] for n, s in stand.items() if s == "for")
        unknown = sum(votes[n] for n, s in stand.items() if s == "open")
        sure += yes >= needed
        maybe += yes + unknown >= needed
    assert (side.win_set.least, side.win_set.most, side.win_set.of) == (sure, maybe, len(deals))
    assert finding.verdict is (Verdict.HOLDS if sure else Verdict.CONTESTED if maybe else Verdict.FAILS)
    for found in side.packages:
        if found.deals == 1:
            _check_package(found, stances, votes, needed, standing)


def _stands(stances: list[Stance], deal: Package) -> dict[str, str]:
    found = {}
    terms = deal.as_dict()
    for name in FACTIONS:
        own = [s for s in stances if s.actor == name]
        if any(isinstance(s, Opposes) and _holds(s.formula, terms) for s in own):
            found[name] = "against"
        elif any(isinstance(s, Supports) and _holds(s.formula, terms) for s in own):
            found[name] = "for"
        else:
            found[name] = "open"
    return found


def _check_package(found: PackageAtHome, stances: list[Stance], votes: dict[str, int], needed: int, standing: int) -> None:
    stand = _stands(stances, found.terms)
    assert {v.actor: str(v.stand) for v in found.votes} == stand
    favor = {n for n, s in stand.items() if s == "for"}
    rest = sorted(set(FACTIONS) - favor)
    carrying = [
        set(extra)
        for size in range(len(rest) + 1)
        for extra in itertools.combinations(rest, size)
        if sum(votes[n] for n in favor | set(extra)) >= needed
    ]
    least = {frozenset(s) for s in carrying if not any(o < s for o in carrying)}
    assert found.verdict is Verdict.HOLDS or {frozenset(s) for s in found.missing} == least
    likely = {n for n, s in stand.items() if s != "against"}
    alone = {n for n in favor if sum(votes[m] for m in likely - {n}) < needed} if found.verdict is Verdict.HOLDS else set()
    assert set(found.breakers) == alone
    terms = found.terms.as_dict()
    gone = {s.actor for s in stances if isinstance(s, LeavesOver) and s.actor != "a" and _holds(s.formula, terms)}
    if "c" in gone:
        gone.add("d")
    assert {e.actor for e in found.exits if e.stated is Verdict.HOLDS} == gone
    stays = sum(votes[n] for n in ("b", "c", "d") if n not in gone)
    assert found.stated_survival is (Verdict.HOLDS if stays >= standing else Verdict.FAILS)
    held = stays + (votes["a"] if stand["a"] == "for" else 0)
    may = stays + (votes["a"] if stand["a"] != "against" else 0)
    assert found.stated_held is (Verdict.HOLDS if held >= standing else Verdict.CONTESTED if may >= standing else Verdict.FAILS)


def test_a_case_without_the_section_is_not_asked() -> None:
    finding = detente.ratification(detente.load("tram-strike"))
    assert finding.verdict is Verdict.UNDETERMINED
    assert finding.sides == ()


def test_too_few_readings_and_a_negative_seed_are_refused() -> None:
    with pytest.raises(ValueError, match="two readings"):
        detente.ratification(detente.load("tram-strike"), readings=1)
    with pytest.raises(ValueError, match="negative"):
        detente.ratification(detente.load("tram-strike"), seed=-1)


def test_a_faction_that_judges_as_its_party_votes_as_the_party_values() -> None:
    party = detente.load("mill-wages").parties[0].id
    case = _case((JudgesAs(id="a-1", actor="a", other=party),), votes={"a": 3, "b": 2}, needed=3)
    side = detente.ratification(case, readings=300).sides[0]
    for found in side.packages:
        vote = next(v for v in found.votes if v.actor == "a")
        assert vote.stand is Stand.BY_VALUES or vote.share.is_settled
    # what every party accepts its own faction accepts too: nothing that is acceptable is stopped
    finding = detente.ratification(case, readings=300)
    assert finding.overlap is not None
    assert finding.overlap.ratified.least == finding.overlap.acceptable
    assert finding.overlap.stopped.most == 0
    assert all(loss == 0 for _, loss in finding.overlap.losses)


def test_a_veto_player_against_everything_stops_every_acceptable_deal() -> None:
    plain = detente.load("mill-wages")
    issue = plain.issues[0]
    never = Opposes(id="a-1", actor="a", formula=_one_of(issue.id, issue.option_ids))
    finding = detente.ratification(_case((never,), votes={"a": 3, "b": 2}, needed=3), readings=200)
    assert finding.verdict is Verdict.FAILS
    assert finding.overlap is not None
    assert finding.overlap.acceptable > 0
    assert finding.overlap.stopped.least == finding.overlap.acceptable
    assert MOST_RATIFIED not in finding.packages
    over = [c for c in finding.sides[0].changes if c.kind is HomeChangeKind.COMES_OVER and c.who == "a"]
    assert over[0].win_set.least == over[0].win_set.of


def test_firmness_is_the_share_of_readings_in_which_a_stance_holds() -> None:
    plain = detente.load("mill-wages")
    issue = plain.issues[0]
    never = Opposes(id="a-1", actor="a", formula=_one_of(issue.id, issue.option_ids), firmness=EVEN)
    always = Supports(id="a-2", actor="a", formula=_one_of(issue.id, issue.option_ids))
    finding = detente.ratification(_case((never, always), votes={"a": 1}, needed=1), readings=4000)
    for found in finding.sides[0].packages:
        assert found.verdict is Verdict.FAILS
        assert abs(float(found.passes.least) - 0.5) < 0.05
        assert found.passes.is_settled


def test_office_makes_a_leader_refuse_what_topples_the_government_and_the_price_is_its_gain() -> None:
    plain = detente.load("mill-wages")
    party, issue = plain.parties[0].id, plain.issues[0]
    gone = LeavesOver(id="b-1", actor="b", formula=_one_of(issue.id, issue.option_ids))
    for low, high in ((0, 0), (100, 100)):
        office = Office(id="a-1", actor="a", points=PointsRange(low=Fraction(low), high=Fraction(high)))
        case = _case(
            (gone, office),
            votes={"a": 3, "b": 2},
            needed=3,
            government=Quota(Fraction(4), "council"),
            partners=("a", "b"),
            leader="a",
        )
        for found in detente.ratification(case, readings=300).sides[0].packages:
            leader = found.leader
            assert leader is not None
            assert found.stated_survival is Verdict.FAILS
            if low == 0:
                assert leader.accepts == leader.without_office
            else:
                assert leader.accepts.most == 0
            if leader.price is not None:
                assert 0 <= leader.price[0] <= leader.price[1] <= 100
    assert party


def test_pressure_can_only_add_to_those_in_favor() -> None:
    plain = detente.load("mill-wages")
    party, issue = plain.parties[0].id, plain.issues[0]
    stances = (JudgesAs(id="a-1", actor="a", other=party),)
    press = Pressure(
        id="p-1",
        by="b",
        on="a",
        formula=_one_of(issue.id, issue.option_ids),
        points=PointsRange(low=Fraction(50), high=Fraction(50)),
    )
    without = detente.ratification(_case(stances, votes={"a": 3, "b": 1}, needed=3), readings=300)
    pressed = detente.ratification(_case(stances, votes={"a": 3, "b": 1}, needed=3, pressure=(press,)), readings=300)
    for one, two in zip(without.sides[0].packages, pressed.sides[0].packages, strict=False):
        if one.package == two.package and one.terms == two.terms:
            assert two.passes.least >= one.passes.least


def test_gaza_tells_what_a_leader_could_accept_and_the_government_would_not_survive() -> None:
    finding = detente.ratification(detente.load("gaza-truce-2024-04"))
    israel = finding.side("israel")
    truce = israel.package("tactical_truce")
    assert truce.leader is not None
    assert truce.leader.without_office.least == 1
    assert truce.leader.accepts.most < 1
    assert truce.stated_survival is Verdict.FAILS
    assert truce.stated_held is Verdict.HOLDS
    assert {e.actor for e in truce.exits if e.stated is Verdict.HOLDS} == {"religious-zionism", "otzma-yehudit"}
    assert israel.spare == 11
    assert ("religious-zionism", "otzma-yehudit") in israel.toppling
    framework = israel.package("april-framework")
    assert framework.deals == 36
    assert framework.verdict is Verdict.CONTESTED
    assert MOST_ACCEPTABLE not in finding.packages  # it is the tactical truce itself


def test_the_same_seed_gives_the_same_finding() -> None:
    case = detente.load("gaza-truce-2024-04")
    assert detente.ratification(case, readings=200) == detente.ratification(case, readings=200)


def _wide(n_issues: int) -> str:
    issues = "".join(
        f"  i{k}: {{name: Issue {k}, question: Which?, ordered: true, options: [a, b, c, d, e]}}\n" for k in range(n_issues)
    )

    def points(is_up: bool) -> str:
        worth = [k * 100 // n_issues // 4 for k in (range(5) if is_up else range(4, -1, -1))]
        given = ", ".join(f"{o}: {w}" for o, w in zip("abcde", worth, strict=True))
        return "".join(f"    - {{points: {{i{k}: {{{given}}}}}, because: [said]}}\n" for k in range(n_issues))

    return (
        "case: {slug: wide, title: A wide case, as_of: 2024-01-01, question: Who agrees?}\n"
        "sources: {book: {publisher: A press, title: A book, date: 2024-01-01}}\n"
        "claims: {said: {text: It is said., kind: assessment, source: book}}\n"
        "actors: {a: {name: A, role: party}, b: {name: B, role: party}, x: {name: X, role: faction, part_of: a}}\n"
        f"issues:\n{issues}"
        f"preferences:\n  a:\n{points(True)}  b:\n{points(False)}"
        "no_deal: {values: {a: [{worth: 30, because: [said]}], b: [{worth: 30, because: [said]}]}}\n"
        "ratification:\n  a:\n    bodies: {house: {members: {x: 1}, because: [said]}}\n    passes: veto(x)\n    because: [said]\n"
        "    stances: {x: [{opposes: i0 = a, because: [said]}, {supports: i0 != a, because: [said]}]}\n"
    )


def test_where_there_are_too_many_packages_a_sample_is_looked_at_and_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(_wide(10), encoding="utf-8")
    case = detente.load(tmp_path / "case.yaml")
    finding = detente.ratification(case, readings=50)
    assert finding.joint is not None
    assert finding.joint.is_sample
    assert finding.verdict is Verdict.HOLDS  # a package that passes is a proof, drawn or not
    assert abs(finding.joint.least / finding.joint.of - 0.8) < 0.02
    assert not finding.provenance.is_exact
    telling = telling_for(case, undetermined(case, "not asked", 1), Handling.PUBLIC)
    chapter = ratification_chapter(telling, finding)
    assert chapter is not None
    assert any("drawn at random" in sentence.text for sentence in chapter.sentences)
    (tmp_path / "case.yaml").write_text(_wide(5), encoding="utf-8")
    exact = detente.ratification(detente.load(tmp_path / "case.yaml"), readings=50)
    assert exact.joint is not None
    assert (exact.joint.least, exact.joint.of, exact.joint.is_sample) == (4 * 5**4, 5**5, False)


def test_where_a_package_leaves_too_much_open_a_sample_of_the_deals_that_keep_it_is_looked_at() -> None:
    case = detente.load("gaza-truce-2024-04")
    few = Deals.completing(case, case.proposals[0].package)
    assert (few.n, few.is_sample) == (36, False)
    many = Deals.completing(case, Package.of({"halt": "six_weeks"}))
    assert many.is_sample
    assert 0 < many.n <= COMPLETED
    assert many.are_deals(case).all()
    again = Deals.completing(case, Package.of({"halt": "six_weeks"}))
    assert all((a == b).all() for a, b in zip(many.options, again.options, strict=True))
