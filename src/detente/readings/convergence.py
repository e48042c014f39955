"""Whether chains have come to agree, and what their draws are worth (Gelman & Rubin 1992; Gelman et al. 2013, ch. 11)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["effective_size", "split_r_hat"]

FloatArray = npt.NDArray[np.float64]


def split_r_hat(watched: FloatArray) -> float:
    """Largest split R-hat over watched numbers, shape (chains, draws, numbers) (Gelman et al. 2013, sec. 11.4)."""
    half = watched.shape[1] // 2
    if half < 2:
        return float("nan")
    parts = np.concatenate([watched[:, :half], watched[:, half : 2 * half]], axis=0)
    within = parts.var(axis=1, ddof=1).mean(axis=0)
    between = half * parts.mean(axis=1).var(axis=0, ddof=1)
    moving = within > 1e-18
    if not moving.any():
        return 1.0
    pooled = (half - 1) / half * within[moving] + between[moving] / half
    return float(np.sqrt(pooled / within[moving]).max())


def effective_size(watched: FloatArray) -> float:
    """Smallest effective sample size over watched numbers, by Geyer's initial positive sequence (ibid., sec. 11.5)."""
    chains, draws, numbers = watched.shape
    smallest = float(chains * draws)
    for k in range(numbers):
        x = watched[:, :, k]
        total = x.var(axis=1, ddof=1).mean() * (draws - 1) / draws + x.mean(axis=1).var(ddof=1) if draws > 1 else 0.0
        if total <= 1e-18:
            continue
        rho = [1.0]
        for lag in range(1, draws):
            gap = ((x[:, lag:] - x[:, :-lag]) ** 2).mean()
            rho.append(float(1 - gap / (2 * total)))
        time = -1.0
        for lag in range(0, draws - 1, 2):
            pair = rho[lag] + rho[lag + 1]
            if pair < 0:
                break
            time += 2 * pair
        smallest = min(smallest, chains * draws / max(time, 1.0))
    return smallest
