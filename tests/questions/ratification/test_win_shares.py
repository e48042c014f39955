from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from detente.questions.ratification import win_shares as module
from detente.questions.ratification.coalitions import pivots
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.errors import RatificationError
from detente.questions.ratification.win_shares import win_shares


@pytest.mark.parametrize("cells", [1, 1 << 24])
def test_counts_over_readings_are_those_of_each_reading_alone(
    cells: int, random_side: Callable[..., Constituency], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CELLS", cells)
    for seed in range(40):
        side = random_side(seed, 5)
        votes = np.random.default_rng(seed).random((len(side.actors), 6, 4)) < 0.6
        found = win_shares(side, votes)
        for package in range(4):
            moments = [
                pivots(side, [a for a, own in zip(side.actors, votes[:, r, package], strict=True) if own]) for r in range(6)
            ]
            assert found.ratified[package] == sum(m.is_passed for m in moments)
            assert found.share(package) == Fraction(sum(m.is_passed for m in moments), 6)
            assert found.necessary[package] == all(m.is_passed for m in moments)
            assert found.possible[package] == any(m.is_passed for m in moments)
            for k, actor in enumerate(side.actors):
                assert found.pivotal[k, package] == sum(actor in (*m.swayers, *m.breakers) for m in moments)
                assert found.supported[k, package] == votes[k, :, package].sum()
        assert found.sizes.sum() == found.ratified.sum()


@pytest.mark.parametrize("shape", [(2, 3), (3, 2, 2), (2, 0, 4)])
def test_votes_of_another_shape_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(RatificationError):
        win_shares(Constituency.of_votes([1, 1], 2), np.zeros(shape))
