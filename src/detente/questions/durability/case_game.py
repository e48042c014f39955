"""A case's agreement as a Gambit game, every number in the middle of its range."""

from __future__ import annotations

from detente.model.case import Case
from detente.questions.durability.case_agreement import CaseAgreement, plan_at
from detente.questions.durability.case_base import middle
from detente.questions.durability.efg import efg_text
from detente.questions.durability.errors import PlanError

__all__ = ["NoGame", "case_game"]


class NoGame(ValueError):
    """The case has no agreement whose ends are all given in numbers."""


def case_game(case: Case) -> str:
    """The game tree as ``.efg`` text; see :func:`~detente.questions.durability.efg.efg_text`.

    Raises
    ------
    NoGame
        If the case has no phases, some party's stakes are not given in numbers, or the tree would be too large.

    Examples
    --------
    >>> import detente
    >>> print(case_game(detente.load("hostages-for-withdrawal")).splitlines()[0])
    EFG 2 R "Hostages for withdrawal" { "a" "g" }
    """
    if case.phases is None:
        raise NoGame("the case has no `phases` section")
    agreement = CaseAgreement.of(case, case.phases)
    missing = [actor for actor in agreement.parties if actor not in agreement.numeric]
    if missing:
        raise NoGame(f"the stakes of {', '.join(f'`{actor}`' for actor in missing)} are not given in numbers")
    try:
        return efg_text(plan_at(agreement, middle(agreement)), title=case.title)
    except PlanError as limit:
        raise NoGame(str(limit)) from None
