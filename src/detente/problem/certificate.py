"""A short proof that no package meets a set of floors: multipliers that anyone can check.

Weigh each floor by a whole number >= 0. A package that meets them all is worth, so weighed, at least the weighed
floors; when that is more than the best package that meets the requirements is worth, there is none (Farkas 1902;
Lagrangian bound, Geoffrion 1974). The floors with a weight are conditions that cannot all hold together with the
requirements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.problem.bounds import combined, most_left
from detente.problem.instance import HEADROOM_BITS, Instance
from detente.problem.multipliers import rounded

__all__ = ["Certificate", "certified", "most_weighed", "proves"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """That no package meets every requirement and floor.

    Parameters
    ----------
    multipliers : per party, a whole number >= 0 that weighs its integer values (see ``Instance``).
    asked : the weighed floors.
    reached : the most a package that meets the requirements is worth so weighed, less than ``asked``; ``None`` when no
        package meets the requirements, and then no floor has a part in it.
    """

    multipliers: tuple[int, ...]
    asked: int
    reached: int | None

    @property
    def conflict(self) -> tuple[int, ...]:
        """Positions of the parties whose floors cannot all be met under the requirements."""
        return tuple(a for a, m in enumerate(self.multipliers) if m)


def most_weighed(found: Instance, multipliers: Sequence[int]) -> int:
    """The most a package that meets the requirements is worth, parties' values weighed; exact. O(arcs of the sweep)."""
    return int(most_left(found.sweep, combined(found, found.sweep, multipliers))[0][0])


def proves(found: Instance, certificate: Certificate) -> bool:
    """Whether the certificate shows that the instance has no package; every number in it is worked out again."""
    multipliers = certificate.multipliers
    if len(multipliers) != len(found.floors) or any(m < 0 for m in multipliers):
        return False
    if any(m and floor is None for m, floor in zip(multipliers, found.floors, strict=True)):
        return False
    asked = sum(m * (floor or 0) for m, floor in zip(multipliers, found.floors, strict=True))
    if found.sweep.is_empty:
        return certificate.reached is None and asked == certificate.asked
    reached = most_weighed(found, multipliers)
    return (certificate.asked, certificate.reached) == (asked, reached) and asked > reached


def certified(found: Instance, weights: Sequence[float]) -> Certificate | None:
    """A certificate near the float weights, with few floors and small numbers where that proves it; else ``None``."""
    fine = HEADROOM_BITS - 4 - len(found.floors).bit_length() - max(found.most).bit_length()
    for bits in (4, 10, max(fine, 24)):
        proof = _proof(found, rounded(found, weights, bits))
        if proof is not None:
            return _thinned(found, proof)
    return None


def _proof(found: Instance, multipliers: Sequence[int]) -> Certificate | None:
    own = tuple(m if floor is not None else 0 for m, floor in zip(multipliers, found.floors, strict=True))
    asked = sum(m * (floor or 0) for m, floor in zip(own, found.floors, strict=True))
    if found.sweep.is_empty:
        return Certificate(multipliers=(0,) * len(own), asked=0, reached=None)
    reached = most_weighed(found, own)
    return Certificate(multipliers=own, asked=asked, reached=reached) if asked > reached else None


def _thinned(found: Instance, proof: Certificate) -> Certificate:
    """The same without floors it does not need, lightest first."""
    for a in sorted(proof.conflict, key=lambda a: (proof.multipliers[a] * found.most[a], a)):
        fewer = [0 if k == a else m for k, m in enumerate(proof.multipliers)]
        proof = _proof(found, fewer) or proof
    return proof
