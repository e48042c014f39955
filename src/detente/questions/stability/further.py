"""Concepts beyond the six that are always shown: each one a named column of its own beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from detente.questions.stability.coalitions import CoalitionConcept
from detente.questions.stability.concepts import CONCEPTS, Concept
from detente.questions.stability.errors import GraphModelError

__all__ = ["FURTHER_NAMES", "HORIZONS", "NON_MYOPIC", "Further", "further_named", "seen_columns", "strength_columns"]

HORIZONS = 99
"""Longest horizon that can be named: ``L99``."""

NON_MYOPIC = "non-myopic"

FURTHER_NAMES = "L1, L2, L3 and so on, non-myopic, CNash, CGMR, CSMR, CSEQ, coalitions, a, b, c, d, SEQ_a and the like"
"""What may be asked for, as told where a name is unknown."""

_EXTENSIONS: tuple[Literal["a", "b", "c", "d"], ...] = ("a", "b", "c", "d")
_STRENGTHS: tuple[Literal["strong", "weak"], ...] = ("strong", "weak")
_HORIZON = re.compile(r"l([1-9]\d*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """A concept beyond the six: exactly one of the groups of fields says which.

    Attributes
    ----------
    name : of its column: ``strong SEQ``, ``seen SEQ``, ``SEQ_a``, ``L2``, ``non-myopic``, ``CSEQ``.
    base : with ``strength``, ``unknown`` or ``is_seen``, the concept these are applied to; see :class:`Stance`.
    is_seen : each actor judges by what it takes the others to prefer.
    horizon : moves looked ahead (L_h, the conservative variant); 0 for non-myopic stability, the same at every horizon
        from some on.
    coalition : an actor counts as held back where every coalition it is a member of is.
    """

    name: str
    base: Concept | None = None
    is_seen: bool = False
    strength: Literal["strong", "weak"] | None = None
    unknown: Literal["a", "b", "c", "d"] | None = None
    horizon: int | None = None
    coalition: CoalitionConcept | None = None

    @property
    def is_joint(self) -> bool:
        """Whether one actor's stability hangs on the whole ranking of every other."""
        return self.base is None


def strength_columns(*, has_actions: bool) -> tuple[Further, ...]:
    """Strong and weak stability under each concept that counts answers; under R all is strong."""
    bases = [c for c in CONCEPTS if c is not Concept.NASH and (has_actions or c is not Concept.SIM)]
    return tuple(Further(name=f"{s} {c.value}", base=c, strength=s) for s in _STRENGTHS for c in bases)


def seen_columns(*, has_actions: bool) -> tuple[Further, ...]:
    """Every concept with each actor judging in the conflict as it sees it."""
    bases = [c for c in CONCEPTS if has_actions or c is not Concept.SIM]
    return tuple(Further(name=f"seen {c.value}", base=c, is_seen=True) for c in bases)


def further_named(names: Iterable[str], *, has_actions: bool = True) -> tuple[Further, ...]:
    """The concepts of these names, each once; case makes no difference.

    ``coalitions`` stands for the four of coalitions, ``a`` to ``d`` for every concept under that extension of unknown
    preference (Li, Hipel, Kilgour & Fang 2004), ``SEQ_a`` for one.

    Raises
    ------
    GraphModelError
        If a name is unknown; the message lists those there are.

    Examples
    --------
    >>> [c.name for c in further_named(["l2", "Non-Myopic", "CSEQ", "seq_a"])]
    ['L2', 'non-myopic', 'CSEQ', 'SEQ_a']
    """
    found: dict[str, Further] = {}
    for name in names:
        for concept in _named(name.strip(), has_actions=has_actions):
            found[concept.name] = concept
    return tuple(found.values())


def _named(name: str, *, has_actions: bool) -> list[Further]:
    low = name.casefold()
    horizon = _HORIZON.fullmatch(low)
    if horizon is not None and len(horizon[1]) <= len(str(HORIZONS)):
        return [Further(name=f"L{horizon[1]}", horizon=int(horizon[1]))]
    if low == NON_MYOPIC:
        return [Further(name=NON_MYOPIC, horizon=0)]
    coalitions = [Further(name=c.value, coalition=c) for c in CoalitionConcept if low in {c.value.casefold(), "coalitions"}]
    if coalitions:
        return coalitions
    base, _, extension = low.rpartition("_")
    bases = [c for c in CONCEPTS if base in {"", c.value.casefold()} and (has_actions or c is not Concept.SIM)]
    found = [
        Further(name=f"{c.value}_{e}", base=c, unknown=e) for e in _EXTENSIONS if e == extension and low != f"_{e}" for c in bases
    ]
    if found:
        return found
    if base == "sim" and extension in _EXTENSIONS:
        raise GraphModelError("SIM combines changes of actions; the moves of this case are states and steps")
    raise GraphModelError(f"unknown concept `{name}`; further ones are {FURTHER_NAMES}")
