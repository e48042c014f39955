"""One reading that is told in full: every number in the middle of its range, or a typical one where that fits no comparisons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.model.phases import Situation
from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.case_agreement import CaseAgreement, plan_at
from detente.questions.durability.case_comparisons import KEPT, broken_at
from detente.questions.durability.case_play import Play, play
from detente.questions.durability.case_readings import GRID, AgreementReadings
from detente.questions.durability.finding import Link, Unravelled
from detente.questions.durability.slack import Act
from detente.questions.durability.unravelling import Choice, unravelling

__all__ = ["Base", "base_reading", "exact_numbers", "middle", "typical", "unravelled"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Base:
    """Numbers of one reading, exactly, and the plan they make; ``is_middle`` as in the finding."""

    values: dict[str, Fraction]
    plan: AgreementPlan
    is_middle: bool


def base_reading(agreement: CaseAgreement, readings: AgreementReadings, played: Play, fits: bool) -> Base:
    """The middle of all ranges where it ``fits`` the comparisons, else the first reading of those that go most often alike.

    Of what is handed over whole, the middle is rounded down.
    """
    values = middle(agreement)
    if not fits:
        values |= exact_numbers(agreement, readings, typical(played))
    return Base(values=values, plan=plan_at(agreement, values), is_middle=fits)


def middle(agreement: CaseAgreement) -> dict[str, Fraction]:
    """Every number in the middle of its range; a step leaves what later ones deliver at least."""
    whole = {asset.id for asset in agreement.phases.assets if asset.is_indivisible}
    values = {
        name: Fraction(value.numerator // value.denominator) if _asset_of(name) in whole else value
        for name, value in agreement.numbers.middle.items()
    }
    for asset in agreement.phases.assets:
        names = [f"steps.{step.id}.{asset.id}" for step in agreement.phases.steps for o in step.delivers if o.asset == asset.id]
        least = {name: agreement.numbers.range_of(name)[0] for name in names}
        left = values[f"assets.{asset.id}"]
        for place, name in enumerate(names):
            later = sum((least[own] for own in names[place + 1 :]), Fraction(0))
            values[name] = min(values[name], max(left - later, least[name]))
            left -= values[name]
    return values


def _asset_of(name: str) -> str | None:
    section, _, rest = name.partition(".")
    return rest.rpartition(".")[2] if section in ("assets", "steps") else None


def exact_numbers(agreement: CaseAgreement, readings: AgreementReadings, reading: int) -> dict[str, Fraction]:
    """The numbers of a reading on the grid they were drawn on."""
    made = {}
    for name, drawn in readings.numbers.items():
        low, high = agreement.numbers.range_of(name)
        step = round((float(drawn[reading]) - float(low)) / float(high - low) * GRID)
        made[name] = low + (high - low) * Fraction(step, GRID)
        if _asset_of(name) is not None:
            made[name] = Fraction(round(float(drawn[reading]) * GRID), GRID)
    return made


def typical(played: Play) -> int:
    """The first reading of those that end most often alike, from the same root cause."""
    ways = list(zip(played.outcome.tolist(), played.root.tolist(), strict=True))
    commonest = Counter(ways).most_common(1)[0][0]
    return ways.index(commonest)


def unravelled(agreement: CaseAgreement, readings: AgreementReadings, played: Play, base: Base | None) -> Unravelled | None:
    """The chain in the base reading, or in a typical one where some party has no numbers; ``None`` where that is kept."""
    if base is None:
        return _of_reading(agreement, played, typical(played))
    found = unravelling(base.plan)
    if found.is_kept:
        return None
    links: list[Link] = []
    for choice in found.chain:
        is_end = choice.tick == len(agreement.phases.steps)
        links.append(
            Link(
                step=_step(agreement, choice),
                actor=choice.mover,
                act=choice.act,
                ahead=KEPT if is_end or not links else _left(links[-1], agreement),
                going_on=choice.complying,
                leaving=choice.leaving,
            )
        )
    alone = AgreementReadings(
        n=1,
        numbers={name: np.array([float(base.values[name])]) for name in readings.numbers},
        heights={},
        is_exact=True,
    )
    same = play(agreement, alone)
    return Unravelled(
        share=_share(played, int(same.outcome[0]), int(same.root[0])),
        root_cause=tuple((_step(agreement, choice), choice.mover) for choice in found.root_cause),
        first_break=tuple((_step(agreement, choice), choice.mover) for choice in found.first_break),
        chain=tuple(links),
    )


def _of_reading(agreement: CaseAgreement, played: Play, reading: int) -> Unravelled | None:
    """The chain of a reading of which some part is only an order."""
    nodes, first_end = agreement.nodes, len(agreement.phases.steps)
    leaves = [k for k in range(len(nodes)) if played.leaves[k, reading]]
    if not leaves:
        return None
    at_end = [k for k in leaves if k >= first_end]
    order = [*at_end, *reversed([k for k in leaves if k < first_end])]
    links: list[Link] = []
    for k in order:
        ahead: Situation = KEPT if k >= first_end or not links else _left(links[-1], agreement)
        act = Act.LAPSE if agreement.is_expiry(nodes[k].tick) else Act.BREAK
        links.append(Link(step=nodes[k].step, actor=nodes[k].actor, act=act, ahead=ahead, going_on=None, leaving=None))
    violated_end = [k for k in at_end if played.violated[k, reading]]
    root = violated_end or [int(played.root[reading])]
    first = [order[-1]] if order[-1] < first_end else at_end
    return Unravelled(
        share=_share(played, int(played.outcome[reading]), int(played.root[reading])),
        root_cause=tuple((nodes[k].step, nodes[k].actor) for k in root),
        first_break=tuple((nodes[k].step, nodes[k].actor) for k in first),
        chain=tuple(links),
    )


def _left(link: Link, agreement: CaseAgreement) -> Situation:
    return broken_at(next(node for node in agreement.nodes if (node.step, node.actor) == (link.step, link.actor)))


def _step(agreement: CaseAgreement, choice: Choice) -> str:
    return next(node.step for node in agreement.nodes if node.tick == choice.tick)


def _share(played: Play, outcome: int, root: int) -> Fraction:
    alike = (played.outcome == outcome) & (played.root == root)
    return Fraction(int(alike.sum()), len(alike))
