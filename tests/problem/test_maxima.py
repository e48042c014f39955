from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.problem import maxima as maxima_module
from detente.problem import maxima_merging
from detente.problem.maxima import maxima

IntArray = npt.NDArray[np.int64]


def compared(values: IntArray, segments: IntArray) -> set[int]:
    """Undominated points, by comparing every pair."""
    kept = set()
    for k in range(values.shape[1]):
        other = values[:, [k]]
        is_above = (values >= other).all(axis=0) & (values > other).any(axis=0) & (segments == segments[k])
        if not is_above.any():
            kept.add(k)
    return kept


def random_points(seed: int) -> tuple[IntArray, IntArray]:
    rng = np.random.default_rng(seed)
    n, d = int(rng.integers(1, 90)), int(rng.integers(1, 6))
    most = int(rng.choice([1, 3, 20, 10**9, 2**60]))
    values = rng.integers(0, most, (d, n), endpoint=True)
    if rng.random() < 0.4:  # near a plane most points are undominated
        values[-1] = most - values[:-1].sum(axis=0) // d if d > 1 else values[-1]
    if rng.random() < 0.3:  # many ties of the first parties, few of the others
        values[: (d + 1) // 2] %= 3
    return values, rng.integers(0, int(rng.choice([1, 2, 5, 50_000])), n) // 2


@pytest.mark.parametrize("cells", [0, 1000], ids=["merging", "table"])
@pytest.mark.parametrize("neighbors", [(1, 1), (2, 2), (4, 8)])
def test_the_points_kept_are_those_nothing_dominates_whichever_way_they_are_found(
    monkeypatch: pytest.MonkeyPatch, cells: int, neighbors: tuple[int, int]
) -> None:
    monkeypatch.setattr(maxima_module, "CELLS_PER_POINT", cells)
    monkeypatch.setattr(maxima_merging, "OUTER_NEIGHBORS", neighbors[0])
    monkeypatch.setattr(maxima_merging, "INNER_NEIGHBORS", neighbors[1])
    for seed in range(300):
        values, segments = random_points(seed)
        found = maxima(values, segments)
        assert set(found.points.tolist()) == compared(values, segments)
        vectors = [(int(segments[k]), *(-values[:, k]).tolist()) for k in found.points]
        assert vectors == sorted(vectors)
        assert found.starts.tolist() == [k for k, v in enumerate(vectors) if k == 0 or v != vectors[k - 1]]


@given(st.integers(0, 10**9))
def test_rising_transforms_of_each_partys_values_keep_the_same_points(seed: int) -> None:
    values, segments = random_points(seed)
    ranks = np.array([np.unique(row, return_inverse=True)[1] for row in values])
    assert maxima(ranks**3 - 7, segments).points.tolist() == maxima(values, segments).points.tolist()


@given(st.integers(0, 10**9))
def test_python_integers_of_any_width_give_the_same_points(seed: int) -> None:
    values, segments = random_points(seed)
    wide = values.astype(object) * 10**40 + 1
    assert set(maxima(wide, segments).points.tolist()) == compared(values, segments)


@pytest.mark.parametrize("parties", [3, 4, 5])
def test_many_points_leave_none_dominated_and_every_other_dominated(parties: int) -> None:
    rng = np.random.default_rng(parties)
    values = rng.integers(0, 1000, (parties, 4000))
    kept = maxima(values).points
    is_kept = np.zeros(4000, dtype=np.bool_)
    is_kept[kept] = True
    best = values[:, kept]
    for k in range(4000):
        above = (best >= values[:, [k]]).all(axis=0) & (best > values[:, [k]]).any(axis=0)
        assert above.any() != is_kept[k]


def test_no_points_have_no_maxima() -> None:
    assert maxima(np.zeros((3, 0), dtype=np.int64)).points.tolist() == []
