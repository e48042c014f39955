"""A phased agreement as a Gambit extensive-form game (``.efg``, format 2), for other solvers to check.

Payoffs are exact rationals, discounted to the first step; the closing set is written one party after
another with the later ones not seeing the earlier (its nodes are unnamed, as names must differ). The
format is documented by the Gambit project.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.errors import PlanError
from detente.questions.durability.node_table import NodeTable, node_table
from detente.questions.durability.slack import Act
from detente.questions.durability.typed_plan import TypedPlan

__all__ = ["efg_text", "typed_efg_text"]

MAX_LEAVES = 100_000


def efg_text(plan: AgreementPlan, *, title: str = "phased agreement") -> str:
    """The game tree in prefix order, one node a line.

    At each step the acts are ``comply``, ``break`` and, where a truce runs out, ``let lapse``. The same
    plan gives the same text.

    Raises
    ------
    PlanError
        If the closing would have more than 100,000 ends.

    Examples
    --------
    >>> from detente.questions.durability.terms import Closing, Stakes
    >>> plan = AgreementPlan.of({"A": Stakes.of(peace=3, fighting="1/2")}, [], [], Closing.of(0))
    >>> print(efg_text(plan), end="")
    EFG 2 R "phased agreement" { "A" }
    ""
    p "" 1 1 "A at closing" { "comply" "break" } 0
    t "" 1 "kept" { 3 }
    t "" 2 "broken at closing by A" { 1/2 }
    """
    _check_size(plan)
    lines = _Writer(plan, node_table(plan)).tree()
    return _file(plan, title, lines)


def typed_efg_text(typed: TypedPlan, *, title: str = "phased agreement, two types") -> str:
    """The game with two types: chance picks the informed party's type, which the others' information sets do not tell.

    Raises
    ------
    PlanError
        If the closing would have more than 100,000 ends.
    """
    _check_size(typed.sincere)
    informed = typed.sincere.party(typed.informed)
    lines = [f'c "" 1 "type" {{ "sincere" {1 - typed.prior} "regrouping" {typed.prior} }} 0']
    n_outcomes = 0
    for kind, plan in (("sincere", typed.sincere), ("regrouping", typed.regrouping)):
        writer = _Writer(plan, node_table(plan), kind=kind, informed=informed, n_outcomes=n_outcomes)
        lines += writer.tree()
        n_outcomes = writer.n_outcomes
    return _file(typed.sincere, title, lines)


def _check_size(plan: AgreementPlan) -> None:
    n_acts = 3 if plan.closing.is_expiry else 2
    if n_acts ** len(plan.parties) > MAX_LEAVES:
        raise PlanError(f"the closing of {len(plan.parties)} parties has too many ends to write down")


def _file(plan: AgreementPlan, title: str, lines: Sequence[str]) -> str:
    names = " ".join(_quoted(party) for party in plan.parties)
    return "\n".join([f"EFG 2 R {_quoted(title)} {{ {names} }}", '""', *lines]) + "\n"


class _Writer:
    """Writes nodes; the ends after a step's ``comply`` branch wait until that branch is written."""

    def __init__(self, plan: AgreementPlan, table: NodeTable, *, kind: str = "", informed: int = -1, n_outcomes: int = 0) -> None:
        self.plan, self.table = plan, table
        self.kind, self.informed = kind, informed
        self.n_outcomes = n_outcomes
        own = [1 + sum(step.mover == party for step in plan.steps) for party in plan.parties]
        # the second type's sets of the informed party follow the first one's
        self.sets = [n if k == informed and kind == "regrouping" else 0 for k, n in enumerate(own)]
        self.closing_sets = [done + n for done, n in zip(self.sets, own, strict=True)]
        self.lines: list[str] = []
        self.ends: list[list[str]] = []
        last = len(plan.steps)
        parties = range(len(plan.parties))
        self.paths = [[(Fraction(0), Fraction(1)) for _ in parties]]
        for tick in range(last):
            self.paths.append([self._further(tick, k) for k in parties])

    def tree(self) -> list[str]:
        """All nodes in prefix order."""
        for tick in range(len(self.plan.steps)):
            self.step(tick)
        self.closing(())
        return [*self.lines, *(line for ends in reversed(self.ends) for line in ends)]

    def _set_name(self, party: int, node: str) -> str:
        knows = f" if {self.kind}" if party == self.informed else ""
        return _quoted(f"{self.plan.parties[party]} at {node}{knows}")

    def _further(self, tick: int, party: int) -> tuple[Fraction, Fraction]:
        """What was received up to the next step, and the weight of that step."""
        received, weight = self.paths[tick][party]
        worth = self.table.number(party, self.table.delivered[party][tick])
        return received + weight * worth, weight * self.table.weights[party][tick]

    def step(self, tick: int) -> None:
        step = self.plan.steps[tick]
        mover = self.plan.party(step.mover)
        self.sets[mover] += 1
        acts = [Act.COMPLY, Act.BREAK, Act.LAPSE] if step.is_expiry else [Act.COMPLY, Act.BREAK]
        names = " ".join(_quoted(act) for act in acts)
        label = self._set_name(mover, step.name)
        self.lines.append(f"p {_quoted('' if self.kind else step.name)} {mover + 1} {self.sets[mover]} {label} {{ {names} }} 0")
        self.ends.append([self._end(tick, {mover: act}) for act in acts[1:]])

    def closing(self, chosen: Sequence[Act]) -> None:
        plan, last = self.plan, len(self.plan.steps)
        if len(chosen) == len(plan.parties):
            self.lines.append(self._end(last, {k: act for k, act in enumerate(chosen) if act is not Act.COMPLY}))
            return
        party = len(chosen)
        acts = [Act.COMPLY, Act.BREAK, Act.LAPSE] if plan.closing.is_expiry else [Act.COMPLY, Act.BREAK]
        names = " ".join(_quoted(act) for act in acts)
        label = self._set_name(party, "closing")
        self.lines.append(f'p "" {party + 1} {self.closing_sets[party]} {label} {{ {names} }} 0')
        for act in acts:
            self.closing((*chosen, act))

    def _end(self, tick: int, leavers: dict[int, Act]) -> str:
        self.n_outcomes += 1
        name = self.plan.steps[tick].name if tick < len(self.plan.steps) else "closing"
        did = [f"{'broken' if act is Act.BREAK else 'lapsed'} at {name} by {self.plan.parties[k]}" for k, act in leavers.items()]
        values = []
        for party, (received, weight) in enumerate(self.paths[tick]):
            values.append(str(received + weight * self._ended(tick, leavers, party)))
        label = _quoted((", ".join(did) or "kept") + (f" ({self.kind})" if self.kind else ""))
        return f't "" {self.n_outcomes} {label} {{ {" ".join(values)} }}'

    def _ended(self, tick: int, leavers: dict[int, Act], party: int) -> Fraction:
        table = self.table
        if not leavers:
            return table.number(party, table.kept[party][tick])
        if party in leavers and (len(leavers) > 1 or leavers[party] is Act.LAPSE):
            return table.number(party, table.fighting[party][tick])
        if party in leavers:
            return table.number(party, table.broken(self.plan, tick, party))
        if all(act is Act.LAPSE for act in leavers.values()):
            return table.number(party, table.fighting[party][tick])
        return table.number(party, table.struck(self.plan, tick, party))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
