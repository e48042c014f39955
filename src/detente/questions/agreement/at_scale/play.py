"""Every reading asked whether it has a deal once some conditions are given up, without listing a package."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from detente.model.case import Case
from detente.problem.existence import exists
from detente.problem.instance import instance
from detente.problem.many import MOST_BITS, ManyExistence, exists_in_each
from detente.problem.problem import AgreementProblem
from detente.problem.sweep import Sweep
from detente.questions.agreement.as_problem import CaseProblem, as_problem
from detente.questions.agreement.conditions import Conditions
from detente.questions.agreement.landscape import BoolArray
from detente.questions.agreement.tally import actor_draws
from detente.readings.draws import ActorDraws, Readings
from detente.readings.scale import TooFine

__all__ = ["Asked", "Play"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Asked:
    """Per reading, whether a deal exists; where a budget ran out it is taken not to, and ``is_decided`` is false."""

    has_deal: BoolArray
    is_decided: BoolArray
    found: ManyExistence


class Play:
    """A case with its readings drawn, ready to be asked.

    Parameters
    ----------
    central : the case in its central reading (the only one of an exact case) as plain numbers.
    """

    def __init__(self, case: Case, drawn: Readings) -> None:
        """Lay the central reading out; the rest is done when asked.

        Raises
        ------
        TooFine
            If a party's sums need more bits than many readings are played with at once.
        """
        self.case = case
        self.drawn = drawn
        self.conditions = Conditions.of(case)
        self.draws: list[ActorDraws] = [actor_draws(drawn, party.id) for party in case.parties]
        if any(2 * d.scale >= 1 << (MOST_BITS - 1) for d in self.draws):
            raise TooFine(f"a case this large is played with at most {MOST_BITS} bits, and the numbers of this one need more")
        self.n = max(d.n for d in self.draws)
        self.central: CaseProblem = as_problem(case, drawn, None if self.n > 1 else 0)
        self._sweeps: dict[frozenset[str], Sweep] = {}
        self._asked: dict[frozenset[str], Asked] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all conditions, as the plain problem has them, in the order of the case; bit k of a mask is name k."""
        return tuple(self.central.name(condition) for condition in self.conditions.items)

    def names_of(self, mask: int) -> frozenset[str]:
        """Names of the conditions in a mask."""
        return frozenset(name for k, name in enumerate(self.names) if mask >> k & 1)

    def mask_of(self, names: Collection[str]) -> int:
        """The mask of named conditions."""
        return sum(1 << k for k, name in enumerate(self.names) if name in names)

    def problem(self, reading: int) -> CaseProblem:
        """One reading as plain numbers."""
        return as_problem(self.case, self.drawn, reading)

    def without_deal(self) -> BoolArray:
        """Readings that, as stated, have no deal."""
        asked = self.opens(0)
        return np.asarray(asked.is_decided & ~asked.has_deal)

    def opens(self, given_up: int) -> Asked:
        """Whether a deal exists in each reading once the conditions of a mask are given up. Answers are kept."""
        names = self.names_of(given_up)
        if names not in self._asked:
            self._asked[names] = self._with_known(self._ask(names), names)
        return self._asked[names]

    def _with_known(self, asked: Asked, names: frozenset[str]) -> Asked:
        """A reading with a deal under more conditions has the same one under fewer, though the search for it gave up."""
        has, choices = asked.has_deal.copy(), asked.found.choices
        for kept, known in self._asked.items():
            added = known.has_deal & ~has if kept < names else np.zeros_like(has)
            if added.any():
                choices = np.where(added[:, None], known.found.choices, choices)
                has |= added
        if not (has & ~asked.has_deal).any():
            return asked
        decided = asked.is_decided | has
        return Asked(has_deal=has, is_decided=decided, found=ManyExistence(has_deal=has, is_decided=decided, choices=choices))

    def opens_with(self, problem: AgreementProblem, given_up: int) -> Asked:
        """The same with other requirements, of the names this play knows; not kept."""
        names = self.names_of(given_up)
        if self.n == 1:
            return self._alone(problem, names)
        requirements = [n for n in names if n not in problem.parties]
        return self._played(instance(problem, without=requirements).sweep, names)

    def _ask(self, names: frozenset[str]) -> Asked:
        return self._alone(self.central.problem, names) if self.n == 1 else self._played(self.sweep(names), names)

    def _alone(self, problem: AgreementProblem, names: frozenset[str]) -> Asked:
        """The only reading there is, asked by the search that goes deepest."""
        answer = exists(problem, without=names & ({r.id for r in problem.requirements} | set(problem.parties)))
        witness = answer.witness
        choices = np.full((1, len(problem.issues)), -1, dtype=np.int16)
        if witness is not None:
            choices[0] = witness
        has, decided = np.array([witness is not None]), np.array([answer.is_complete])
        return Asked(has_deal=has, is_decided=decided, found=ManyExistence(has_deal=has, is_decided=decided, choices=choices))

    def _played(self, sweep: Sweep, names: frozenset[str]) -> Asked:
        floors = [
            None if party.id in names else draws.no_deal for party, draws in zip(self.case.parties, self.draws, strict=True)
        ]
        found = exists_in_each(sweep, [draws.tables for draws in self.draws], floors)
        has, decided = found.has_deal, found.is_decided
        if len(has) < self.n:  # every party bound is exact, or none is: one answer serves all
            has, decided = np.repeat(has, self.n), np.repeat(decided, self.n)
        return Asked(has_deal=has, is_decided=decided, found=found)

    def sweep(self, names: Collection[str]) -> Sweep:
        """Packages that meet every red line and rule not among ``names``, and are deals."""
        requirements = frozenset(n for n in names if n not in self.central.problem.parties)
        if requirements not in self._sweeps:
            self._sweeps[requirements] = instance(self.central.problem, without=requirements).sweep
        return self._sweeps[requirements]
