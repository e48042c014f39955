"""Acceptability of packages over readings: against every package of every reading, laws, and the bundled cases."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path

import numpy as np
import pytest
from building import DAY, case_of, named_issue, points, ranking, red_line, worth

import detente
from detente.casefile.bundled import folder, slugs
from detente.model.case import Case
from detente.model.formula import Implies, OneOf, Operator, evaluate
from detente.model.issue import Issue
from detente.model.package import Package
from detente.model.proposal import Answer, Proposal, Response
from detente.model.red_line import Rule
from detente.questions.agreement.acceptability import acceptability, acceptability_of
from detente.questions.agreement.acceptability_finding import AcceptabilityFinding, PackageAcceptability, Ranking
from detente.questions.agreement.central_weights import GRID, with_weights
from detente.questions.agreement.intervals import Frequency
from detente.questions.agreement.landscape import Landscape
from detente.questions.agreement.openings import evenly
from detente.questions.agreement.question import agreement
from detente.questions.agreement.tally import actor_draws
from detente.readings.draws import ActorDraws, NoReading, Readings, draw

ALL = 10**6
READINGS = 24


def random_case(rng: random.Random) -> Case:
    parties = [f"p{k}" for k in range(rng.randint(1, 3))]
    issues = [named_issue(f"i{k}", [f"o{j}" for j in range(rng.randint(2, 3))]) for k in range(rng.randint(1, 3))]
    statements = [ranking(p, i, rng.sample(i.option_ids, len(i.option_ids))) for p in parties for i in issues]
    floors: list[int | tuple[int, int]] = [(0, 50), (30, 90), 0, 50]
    worths = [worth(p, rng.choice(floors)) for p in parties]
    lines = [
        red_line(f"l{k}", rng.choice(parties), issue, rng.sample(issue.option_ids, rng.randint(1, len(issue.option_ids) - 1)))
        for k, issue in enumerate(rng.choices(issues, k=rng.randint(0, 2)))
    ]
    first, last = issues[0], issues[-1]
    one, other = (OneOf(i.id, (rng.choice(i.option_ids),), Operator.EQUAL, "") for i in (first, last))
    rules = (Rule(id="r", requires=Implies(one, other)),) * rng.randint(0, 1)
    return case_of(issues, statements, worths, lines, parties=parties, feasibility=rules, proposals=_table(rng, issues, parties))


def _table(rng: random.Random, issues: list[Issue], parties: list[str]) -> tuple[Proposal, ...]:
    """Two proposals nobody answered, and now and then a rejection a red line may explain."""
    found = []
    for k in range(2):
        package = Package(tuple((i.id, rng.choice(i.option_ids)) for i in issues))
        answer = rng.choice([Answer.STUDYING, Answer.STUDYING, Answer.REJECTED])
        is_barred = answer is Answer.REJECTED and k == 0
        responses = (Response(actor=parties[0], answer=answer),) if is_barred else ()
        found.append(
            Proposal(id=f"s{k}", name=f"s{k}", by=("p0",), date=DAY.replace(day=1 + k), package=package, responses=responses)
        )
    return tuple(found)


@dataclass
class Counted:
    stated: int = 0
    off: int = 0
    frontier: int = 0
    stated_frontier: int = 0
    off_frontier: int = 0
    nash_stated: int = 0
    nash_off: int = 0


class Oracle:
    """Every package of every reading, in plain integers."""

    def __init__(self, case: Case, drawn: Readings) -> None:
        self.case = case
        self.drawn = drawn
        self.n = max(d.n for d in drawn.actors)
        self.counts: dict[Package, Counted] = {}
        self.led: dict[Package, list[int]] = {}
        """Readings in which a package is the Nash package as stated."""
        self.n_stated = self.n_off = self.with_deal_stated = self.with_deal_off = 0
        self.terms: dict[tuple[str, str], int] = {}
        self.nash_terms: dict[tuple[str, str], int] = {}
        combos = product(*(i.option_ids for i in case.issues))
        self.packages = [Package(tuple(zip((i.id for i in case.issues), c, strict=True))) for c in combos]
        path = case.no_deal.path
        self.ground = [p for p in self.packages if p != path and all(evaluate(r.requires, p.as_dict()) for r in case.feasibility)]
        self.clear = {p for p in self.ground if all(evaluate(line.requires, p.as_dict()) for line in case.red_lines)}
        for p in self.packages:
            self.counts[p] = Counted()
        for reading in range(self.n):
            self._play(reading)

    def value(self, actor: str, package: Package, reading: int) -> int:
        draws = actor_draws(self.drawn, actor)
        row = reading if draws.n > 1 else 0
        pairs = zip(draws.tables, self.case.issues, strict=True)
        return sum(int(t[row][i.index(package[i.id])]) for t, i in pairs)

    def gain(self, actor: str, package: Package, reading: int) -> int:
        draws = actor_draws(self.drawn, actor)
        assert draws.no_deal is not None
        return self.value(actor, package, reading) - int(draws.no_deal[reading if draws.n > 1 else 0])

    def fits(self, reading: int, *, lines_off: bool) -> bool:
        """Each rejection on record is explained: by the values, or by a red line in force."""
        for proposal in self.case.proposals:
            for response in proposal.responses:
                if response.answer is not Answer.REJECTED:
                    continue
                own = self.case.red_lines_of(response.actor)
                breaks = [line for line in own if not evaluate(line.requires, proposal.package.as_dict())]
                if self.gain(response.actor, proposal.package, reading) >= 0 and (lines_off or not breaks):
                    return False
        return True

    def _play(self, reading: int) -> None:
        parties = [a.id for a in self.case.parties]
        gains = {p: tuple(self.gain(a, p, reading) for a in parties) for p in self.ground}
        if not self.fits(reading, lines_off=False):
            return
        fits_off = self.fits(reading, lines_off=True)
        self.n_stated += 1
        self.n_off += fits_off
        off = [p for p in self.ground if min(gains[p]) >= 0]
        stated = [p for p in off if p in self.clear]
        front = [
            p
            for p in self.ground
            if not any(g != gains[p] and all(x >= y for x, y in zip(g, gains[p], strict=True)) for g in gains.values())
        ]
        for p in front:
            self.counts[p].frontier += 1
            self.counts[p].stated_frontier += p in stated
            self.counts[p].off_frontier += fits_off and p in off
        self.with_deal_stated += bool(stated)
        for p in stated:
            self.counts[p].stated += 1
            if p in self._nash(stated, gains):
                self.counts[p].nash_stated += 1
                self.led.setdefault(p, []).append(reading)
        if not fits_off:
            return
        self.with_deal_off += bool(off)
        best = self._nash(off, gains)
        for p in off:
            self.counts[p].off += 1
            self.counts[p].nash_off += p in best
        for term in {t for p in off for t in p.terms}:
            self.terms[term] = self.terms.get(term, 0) + 1
        for term in {t for p in best for t in p.terms}:
            self.nash_terms[term] = self.nash_terms.get(term, 0) + 1

    def _nash(self, among: list[Package], gains: dict[Package, tuple[int, ...]]) -> list[Package]:
        most = max((prod(gains[p]) for p in among), default=0)
        return [p for p in among if most > 0 and prod(gains[p]) == most]


def listed(ranking_: Ranking) -> dict[Package, PackageAcceptability]:
    return {p.package: p for p in ranking_.packages}


def count(found: Frequency | None) -> int:
    assert found is not None
    return found.count


def check(case: Case, drawn: Readings, found: AcceptabilityFinding) -> None:
    oracle = Oracle(case, drawn)
    assert found.n == found.n_frontier == oracle.n_stated
    if not found.n:
        assert found.reason is not None
        return
    stated, off = found.as_stated, found.lines_off
    assert stated is not None
    assert off is not None
    assert found.efficient is not None
    assert (stated.n, stated.with_deal.count) == (oracle.n_stated, oracle.with_deal_stated)
    assert (off.n, off.with_deal.count) == (oracle.n_off, oracle.with_deal_off)
    for ranked, name in (
        (stated.acceptable, "stated"),
        (off.acceptable, "off"),
        (found.frontier, "frontier"),
        (found.efficient, "off_frontier"),
        (stated.leading, "nash_stated"),
        (off.leading, "nash_off"),
    ):
        expected = {p: c for p in oracle.packages if (c := getattr(oracle.counts[p], name)) > 0}
        order = sorted(expected, key=lambda p: (-expected[p], oracle.packages.index(p)))
        assert [p.package for p in ranked.packages] == order
        assert ranked.n_positive == len(order)
        assert ranked.n_leading == sum(expected[p] == expected[order[0]] for p in order)
        for package, fares in listed(ranked).items():
            counted = oracle.counts[package]
            assert fares.frontier.count == counted.frontier
            assert count(fares.as_stated) == counted.stated
            assert count(fares.lines_off) == counted.off
            assert count(fares.as_stated_on_frontier) == counted.stated_frontier
            assert count(fares.lines_off_on_frontier) == counted.off_frontier
            assert count(fares.nash_as_stated) == counted.nash_stated
            assert count(fares.nash_lines_off) == counted.nash_off
    for terms in off.terms:
        for option in terms.options:
            assert option.acceptable.count == oracle.terms.get((terms.issue, option.option), 0)
            assert option.leading.count == oracle.nash_terms.get((terms.issue, option.option), 0)
    assert bool(off.terms) == bool(oracle.with_deal_off)
    check_ranks(case, oracle, found)


def check_ranks(case: Case, oracle: Oracle, found: AcceptabilityFinding) -> None:
    readings = [r for r in range(oracle.n) if oracle.fits(r, lines_off=False)]
    for ranks in found.ranks:
        own = readings if actor_draws(oracle.drawn, ranks.actor).n > 1 else [0]
        expected = [0] * len(found.candidates)
        for reading in own:
            mine = oracle.value(ranks.actor, ranks.candidate.package, reading)
            expected[sum(oracle.value(ranks.actor, c.package, reading) > mine for c in found.candidates)] += 1
        assert [r.count for r in ranks.ranks] == expected
        assert sum(r.count for r in ranks.ranks) == ranks.ranks[0].n == len(own)


@pytest.mark.parametrize("block", range(6))
def test_random_cases_agree_with_every_package_of_every_reading(block: int) -> None:
    rng = random.Random(block)
    n_checked = 0
    while n_checked < 10:
        case = random_case(rng)
        try:
            drawn = draw(case, READINGS, 1)
        except NoReading:  # a rejection no value and no red line explains
            continue
        check(case, drawn, acceptability_of(Landscape.of(case), drawn, top=ALL))
        n_checked += 1


@pytest.mark.parametrize("cells", [1, 7, 100, 10**6])
def test_how_many_packages_are_held_at_once_changes_nothing(cells: int) -> None:
    case = haggle()
    landscape, drawn = Landscape.of(case), draw(case, 60, 1)
    assert acceptability_of(landscape, drawn, cells=cells) == acceptability_of(landscape, drawn)


def test_a_small_ground_is_played_alone_and_says_the_same() -> None:
    """With few feasible deals the columns are those alone; the counts are those of the whole space."""
    issues = [named_issue(f"i{k}", ["o0", "o1", "o2"]) for k in range(4)]
    statements = [ranking(p, i, i.option_ids[::step]) for p, step in (("a", 1), ("b", -1)) for i in issues]
    rules = tuple(Rule(id=f"r{k}", requires=OneOf(f"i{k}", ("o1", "o2"), Operator.IN, "{}")) for k in range(2))
    rules += (Rule(id="r3", requires=OneOf("i3", ("o1",), Operator.EQUAL, "o1")),)
    few = (Rule(id="r2", requires=OneOf("i2", ("o1", "o2"), Operator.IN, "{}")),)
    case = case_of(issues, statements, [worth("a", (10, 40)), worth("b", (10, 40))], feasibility=rules + few)
    drawn = draw(case, READINGS, 1)
    check(case, drawn, acceptability_of(Landscape.of(case), drawn, top=ALL))


def test_a_package_worth_exactly_no_deal_is_acceptable_however_the_space_is_laid_out() -> None:
    """One feasible deal out of nine, worth 50 to both at a no-deal value of 50; and the same among nine."""
    issues = [named_issue("pay", ["o0", "o1", "o2"]), named_issue("term", ["o0", "o1", "o2"])]
    given = [points(p, i.id, {"o0": 0, "o1": 25, "o2": 50}) for p in ("a", "b") for i in issues]
    only = tuple(Rule(id=i.id, requires=OneOf(i.id, ("o1",), Operator.EQUAL, "o1")) for i in issues)
    for rules in (only, ()):
        found = acceptability(case_of(issues, given, [worth("a", 50), worth("b", 50)], feasibility=rules))
        assert found.lines_off is not None
        fares = listed(found.lines_off.acceptable)[Package((("pay", "o1"), ("term", "o1")))]
        assert count(fares.lines_off) == count(fares.as_stated) == 1
        assert count(fares.nash_lines_off) == 0


def test_readings_no_pattern_of_lines_explains_are_left_out() -> None:
    """The line that would explain a rejection was crossed by an acceptance, so the values must explain it."""
    low = [Package((("pay", "low"), ("term", t), ("safety", "better"))) for t in ("short", "middle")]
    accepted = Proposal(
        id="yes", name="", by=("b",), date=DAY, package=low[0], responses=(Response(actor="a", answer=Answer.ACCEPTED),)
    )
    rejected = Proposal(
        id="no", name="", by=("b",), date=DAY, package=low[1], responses=(Response(actor="a", answer=Answer.REJECTED),)
    )
    case = haggle((accepted, rejected))
    landscape, drawn = Landscape.of(case), draw(case, 200, 1)
    found = acceptability_of(landscape, drawn)
    oracle = Oracle(case, drawn)
    n = sum(oracle.gain("a", low[1], reading) < 0 for reading in range(200))
    assert 0 < n < 200
    assert found.n == n
    assert found.as_stated is not None
    assert found.lines_off is not None
    assert found.as_stated.n == found.lines_off.n == n
    assert found.lines_off.with_deal.share == agreement(case, readings=200).all_off.share


def haggle(proposals: tuple[Proposal, ...] = ()) -> Case:
    """Two parties opposed on two issues and alike on one, a red line each."""
    pay = named_issue("pay", ["low", "middle", "high"])
    term = named_issue("term", ["short", "middle", "long"])
    safety = named_issue("safety", ["as_now", "better"])
    statements = [
        ranking("a", pay, ["high", "middle", "low"]),
        ranking("b", pay, ["low", "middle", "high"]),
        ranking("a", term, ["short", "middle", "long"]),
        ranking("b", term, ["long", "middle", "short"]),
        ranking("a", safety, ["better", "as_now"]),
        ranking("b", safety, ["better", "as_now"]),
    ]
    lines = [red_line("a-line", "a", pay, ["middle", "high"], 0.5), red_line("b-line", "b", term, ["middle", "long"], 0.5)]
    return case_of([pay, term, safety], statements, [worth("a", (20, 40)), worth("b", (20, 40))], lines, proposals=proposals)


def by_package(found: AcceptabilityFinding) -> dict[Package, PackageAcceptability]:
    assert found.lines_off is not None
    return listed(found.lines_off.acceptable)


def test_lines_off_and_lower_no_deal_values_never_lower_a_count() -> None:
    case = haggle()
    landscape, drawn = Landscape.of(case), draw(case, 200, 1)
    firm = by_package(acceptability_of(landscape, drawn, top=ALL))
    looser = replace(
        drawn, actors=tuple(replace(d, no_deal=d.no_deal - d.scale // 20) for d in drawn.actors if d.no_deal is not None)
    )
    loose = by_package(acceptability_of(landscape, looser, top=ALL))
    one_line_less = replace(case, red_lines=case.red_lines[1:])
    freed = by_package(acceptability_of(Landscape.of(one_line_less), drawn, top=ALL))
    for package, fares in firm.items():
        assert count(fares.as_stated) <= count(fares.lines_off) <= count(loose[package].lines_off)
        assert count(fares.as_stated) <= count(freed[package].as_stated)
        assert count(fares.lines_off) == count(freed[package].lines_off)
        assert count(fares.as_stated_on_frontier) <= count(fares.as_stated)
        assert count(fares.lines_off_on_frontier) <= fares.frontier.count
    assert any(count(f.as_stated) < count(freed[p].as_stated) for p, f in firm.items())


def test_renaming_and_reordering_change_no_count() -> None:
    """Issues and parties in another order, options too: the same readings give every package the same counts."""
    case = haggle()
    drawn = draw(case, 120, 1)
    turned = replace(
        case,
        issues=tuple(replace(i, options=i.options[::-1], knots=i.knots[::-1]) for i in case.issues[::-1]),
        actors=case.actors[::-1],
    )
    moved = Readings(actors=tuple(replace(d, tables=tuple(t[:, ::-1] for t in d.tables[::-1])) for d in drawn.actors[::-1]))
    plain = by_package(acceptability_of(Landscape.of(case), drawn, top=ALL))
    other = by_package(acceptability_of(Landscape.of(turned), moved, top=ALL))
    assert len(plain) == len(other) > 10
    for package, fares in plain.items():
        again = other[Package(package.terms[::-1])]
        assert replace(again, package=package) == fares


def test_a_better_option_for_both_is_on_the_frontier_and_its_absence_is_not() -> None:
    found = acceptability(haggle(), readings=100, top=ALL)
    assert all(p.package["safety"] == "better" for p in found.frontier.packages)
    assert found.lines_off is not None
    safety = next(t for t in found.lines_off.terms if t.issue == "safety")
    assert [o.leading.share for o in safety.options] == [0.0, 1.0]
    assert 0 < count(safety.options[0].acceptable) <= safety.options[0].acceptable.n


def test_central_weights_are_means_over_the_readings_that_lead() -> None:
    case = haggle()
    landscape, drawn = Landscape.of(case), draw(case, 300, 1)
    found = acceptability_of(landscape, drawn)
    oracle = Oracle(case, drawn)
    assert found.central
    for central in found.central:
        assert central.best_for is not None
        draws = actor_draws(drawn, central.best_for)
        led = [
            r
            for r in range(300)
            if all(
                oracle.value(draws.actor, central.package, r) >= oracle.value(draws.actor, c.package, r) for c in found.candidates
            )
        ]
        assert central.leads.count == len(led) >= 30
        ((_, weights),) = central.weights
        assert sum(w for _, w in weights) == pytest.approx(100)
        for (_, weight), table in zip(weights, draws.tables, strict=True):
            assert weight == pytest.approx(100 * sum(int(max(table[r])) / draws.scale for r in led) / len(led))
    firsts = {(c.best_for, c.package) for c in found.central}
    often = {(r.actor, r.candidate.package) for r in found.ranks if 10 * r.ranks[0].count >= r.ranks[0].n}
    assert firsts == often


def test_a_package_central_to_all_leads_in_a_tenth_of_the_readings_or_is_not_named() -> None:
    case = haggle()
    drawn = draw(case, 300, 1)
    view = acceptability_of(Landscape.of(case), drawn, top=ALL).lines_off
    assert view is not None
    named = {c.package: c for c in view.central}
    often = {p.package for p in view.leading.packages if 10 * count(p.nash_lines_off) >= view.n}
    assert set(named) == often
    assert often
    oracle = Oracle(case, drawn)
    for package, central in named.items():
        assert central.leads.count == oracle.counts[package].nash_off
        assert [actor for actor, _ in central.weights] == ["a", "b"]
        assert central.confidence.n == 200
        assert all(sum(w for _, w in weights) == pytest.approx(100) for _, weights in central.weights)


def test_central_weights_of_all_and_their_confidence_are_those_of_the_readings_led() -> None:
    case = haggle()
    drawn = draw(case, 300, 1)
    view = acceptability_of(Landscape.of(case), drawn).as_stated
    assert view is not None
    assert view.central
    led = Oracle(case, drawn).led
    rows = np.array(evenly(np.arange(300), 200))
    for central in view.central:
        means = {d.actor: _means(d, led[central.package]) for d in drawn.actors}
        for actor, weights in central.weights:
            assert [w for _, w in weights] == pytest.approx([float(100 * m) for m in means[actor]])
        centered = Readings(actors=tuple(with_weights(d, means[d.actor], rows) for d in drawn.actors))
        assert central.confidence.count == Oracle(case, centered).counts[central.package].nash_stated


def _means(draws: ActorDraws, rows: list[int]) -> list[Fraction]:
    return [Fraction(sum(int(max(table[r])) for r in rows), draws.scale * len(rows)) for table in draws.tables]


def test_confidence_is_full_when_weights_are_certain_and_shapes_too() -> None:
    pay, term = named_issue("pay", ["low", "high"]), named_issue("term", ["short", "long"])
    given = [points("a", "pay", {"low": 0, "high": 70}), points("a", "term", {"short": 30, "long": 0})]
    given += [points("b", "pay", {"low": 40, "high": 0}), points("b", "term", {"short": 0, "long": 60})]
    case = case_of([pay, term], given, [worth("a", (20, 40)), worth("b", (20, 40))])
    view = acceptability(case, readings=50).lines_off
    assert view is not None
    (central,) = view.central
    assert central.package == Package((("pay", "high"), ("term", "long")))
    assert central.confidence.share == 1.0
    assert dict(central.weights)["a"] == (("pay", 70.0), ("term", 30.0))


def test_weights_put_in_keep_shapes_and_no_deal_values() -> None:
    draws = draw(haggle(), 40, 1).actors[0]
    rows = np.arange(0, 40, 3)
    centered = with_weights(draws, [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)], rows)
    for table, old, weight in zip(centered.tables, draws.tables, (0.5, 0.25, 0.25), strict=True):
        assert (table.max(axis=1) == weight * GRID).all()
        expected = weight * GRID * old[rows] / old[rows].max(axis=1, keepdims=True)
        assert np.abs(table - expected).max() <= 1
    assert draws.no_deal is not None
    assert centered.no_deal is not None
    assert np.abs(centered.no_deal / GRID - draws.no_deal[rows] / draws.scale).max() <= 1 / GRID


def test_ranks_compare_the_proposals_on_the_table() -> None:
    rng = random.Random(2)
    issues = list(haggle().issues)
    found = acceptability(haggle(proposals=_table(rng, issues, ["a", "b"])), readings=60)
    assert {p for c in found.candidates for p in c.proposals} == {"s0", "s1"}
    assert {r.actor for r in found.ranks} == {"a", "b"}


def test_an_unbounded_no_deal_value_leaves_the_frontier_only() -> None:
    case = haggle()
    found = acceptability(replace(case, no_deal=replace(case.no_deal, statements=case.no_deal.statements[:1])), readings=50)
    assert found.unbounded == ("b",)
    assert found.as_stated is None
    assert found.lines_off is None
    assert found.efficient is None
    assert found.frontier.packages
    assert all(p.lines_off is None for p in found.frontier.packages)


def test_positions_that_leave_no_package_give_an_exact_zero() -> None:
    case = haggle()
    never = red_line("never", "a", case.issues[2], ["as_now"])
    also = red_line("also", "b", case.issues[2], ["better"])
    view = acceptability(replace(case, red_lines=(never, also)), readings=50).as_stated
    assert view is not None
    assert (view.with_deal.low, view.with_deal.high) == (0.0, 0.0)
    assert not view.acceptable.packages
    assert not view.terms


def test_a_case_without_parties_or_too_large_says_why() -> None:
    assert acceptability(replace(haggle(), actors=())).reason == "no actor of the case is a party"
    issues = [named_issue(f"i{k}", [f"o{j}" for j in range(10)]) for k in range(7)]
    found = acceptability(case_of(issues, [], [worth("a", 10), worth("b", 10)]))
    assert found.reason is not None
    assert "packages" in found.reason
    assert found.n_packages == 10**7


@pytest.mark.parametrize(("readings", "seed", "top"), [(1, 1, 12), (10, -1, 12), (10, 1, 0)])
def test_arguments_out_of_range_are_refused(readings: int, seed: int, top: int) -> None:
    with pytest.raises(ValueError, match="must"):
        acceptability(haggle(), readings=readings, seed=seed, top=top)


@pytest.mark.parametrize("slug", slugs())
def test_bundled_cases_agree_with_the_figures_of_the_agreement_question(slug: str) -> None:
    case = detente.load(Path(folder(slug)))
    found, whole = acceptability(case, readings=200, seed=3), agreement(case, readings=200, seed=3)
    assert found == acceptability(case, readings=200, seed=3)
    if not case.issues:
        assert found.reason == whole.reason
        assert found.as_stated is found.lines_off is None
        return
    for view, figure in ((found.as_stated, whole.as_stated), (found.lines_off, whole.all_off)):
        assert view is not None
        assert view.with_deal.share == figure.share
        for fares in view.acceptable.packages:
            assert count(fares.lines_off) <= view.with_deal.count or not view.red_lines_off
