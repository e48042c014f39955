"""The Pareto frontier at sizes nobody can enumerate; baseline: NegMAS, which values every package.

NegMAS (AGPL) is installed in an environment of its own for this run and taken away with it; without it the baseline is
left out and said to be. Instances are of three kinds: ``points``, where each party spreads 100 points over the issues;
``real``, values up to 2^20 in random rising or falling order; ``hard``, where no option of any issue dominates another.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.measure import Measured
from detente.problem.frontier import Frontier, pareto_frontier
from detente.problem.instance import Instance, instance
from detente.problem.problem import AgreementProblem

__all__ = ["measure"]

NEGMAS = "negmas==0.16.0"
SEEDS = 5
TIMES_FASTER = 10_000
MEGABYTES = 300
SIZES = (("2 parties, 10^30", 2, 30, 2.0), ("3 parties, 10^10", 3, 10, 2.0), ("4 parties, 10^6", 4, 6, 3.0))
KINDS = ("points", "real", "hard")

NEGMAS_RUN = """
import json, sys, time
from negmas import LinearAdditiveUtilityFunction, make_issue
from negmas.preferences.ops import pareto_frontier
found = []
for table in json.load(sys.stdin):
    issues = [make_issue(len(row), f"i{k}") for k, row in enumerate(table[0])]
    parties = [
        LinearAdditiveUtilityFunction(
            values=[dict(enumerate(row)) for row in rows], weights=[1.0] * len(rows), issues=issues, reserved_value=float("-inf")
        )
        for rows in table
    ]
    start = time.process_time()
    points, _ = pareto_frontier(parties, issues=issues)
    found.append([time.process_time() - start, sorted({tuple(map(int, p)) for p in points})])
json.dump(found, sys.stdout)
"""


@dataclass(frozen=True, kw_only=True)
class Run:
    """One instance solved in a process of its own."""

    seconds: float
    megabytes: float
    n_points: int


def problem(kind: str, n_parties: int, n_issues: int, seed: int, n_options: int = 10) -> AgreementProblem:
    """A random problem of a kind, in whole numbers."""
    rng = np.random.default_rng([seed, n_parties, n_issues])
    if kind == "hard":
        table = np.stack([_unordered(rng, n_parties, n_options) for _ in range(n_issues)], axis=1)
        return AgreementProblem.of(table.tolist())
    grades = np.sort(rng.random((n_parties, n_issues, n_options)), axis=2)
    falls = rng.random((n_parties, n_issues)) < 0.5
    grades[falls] = grades[falls][:, ::-1]
    if kind == "points":
        weights = rng.multinomial(100, [1 / n_issues] * n_issues, size=n_parties)
        grades = grades / grades.max(axis=2, keepdims=True)
        return AgreementProblem.of(np.rint(grades * weights[:, :, None]).astype(int).tolist())
    return AgreementProblem.of((grades * 2**20).astype(int).tolist())


def _unordered(rng: np.random.Generator, n_parties: int, n_options: int) -> npt.NDArray[np.int64]:
    """Options none of which dominates another: on a sphere, or rising for one of two parties and falling for the other."""
    if n_parties == 2:
        rising = np.sort(rng.choice(2**20, (2, n_options), replace=False), axis=1)
        return np.array([rising[0], rising[1][::-1]])
    directions = np.abs(rng.normal(size=(n_parties, n_options)))
    return np.asarray(directions / np.sqrt((directions**2).sum(axis=0)) * 2**20, dtype=np.int64)


def run_alone(kind: str, n_parties: int, n_issues: int, seed: int) -> Run:
    """Time and peak memory of one frontier in a fresh process, from the problem in integers to its packages."""
    call = f"from benchmarks.frontier import report; report({kind!r}, {n_parties}, {n_issues}, {seed})"
    done = subprocess.run([sys.executable, "-c", call], check=True, capture_output=True, text=True)
    return Run(**json.loads(done.stdout))


def report(kind: str, n_parties: int, n_issues: int, seed: int) -> None:
    """What ``run_alone`` reads."""
    pareto_frontier(problem("points", n_parties, 2, 0))  # what Python does once only
    found = instance(problem(kind, n_parties, n_issues, seed))
    start = time.perf_counter()
    frontier = pareto_frontier(found)
    choices = frontier.choices
    seconds = time.perf_counter() - start
    check(frontier, choices)
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    print(json.dumps({"seconds": seconds, "megabytes": int(peak.split()[1]) / 1024, "n_points": frontier.n_points}))


def check(frontier: Frontier, choices: npt.NDArray[np.int64]) -> None:
    """That the frontier is complete and some packages have the values of their points."""
    if not frontier.is_complete:
        raise AssertionError("the frontier is not complete")
    for point in range(0, frontier.n_points, max(1, frontier.n_points // 50)):
        for party in range(len(frontier.integers)):
            if frontier.instance.integer(party, choices[:, point].tolist()) != frontier.integers[party, point]:
                raise AssertionError("a package does not have the values of its point")


def measure() -> list[Measured]:
    """Seconds and megabytes, each instance in a process of its own, and milliseconds against NegMAS: medians over seeds."""
    results = _against_negmas()
    for what, n_parties, n_issues, goal in SIZES:
        for kind in KINDS:
            runs = [run_alone(kind, n_parties, n_issues, seed) for seed in range(SEEDS)]
            points = f"{int(statistics.median(r.n_points for r in runs)):,} points"
            results += [
                _measured(f"frontier, {what}, {kind} ({points})", "s", [r.seconds for r in runs], goal),
                _measured(f"peak memory, {what}, {kind}", "MB", [r.megabytes for r in runs], MEGABYTES),
            ]
    return results


def _against_negmas() -> list[Measured]:
    """Two parties and 10^6 packages, in processor time on both sides; the answers are compared."""
    problems = {kind: [problem(kind, 2, 6, seed) for seed in range(SEEDS)] for kind in KINDS}
    with tempfile.TemporaryDirectory() as folder:
        python = _negmas(Path(folder))
        results = []
        for kind, instances in problems.items():
            baseline = None if python is None else _negmas_times(python, instances)
            goal = None if baseline is None else baseline / TIMES_FASTER
            whole, solving = [], []
            for one in instances:
                found = instance(one)
                solving.append(_typical(partial(_solve, found)))
                whole.append(_typical(partial(_solve, one)))
            what = f"frontier, 2 parties, 10^6, {kind}"
            results += [
                _measured(what, "ms", solving, goal, baseline),
                _measured(f"{what}, from fractions", "ms", whole, None, baseline),
            ]
    return results


def _solve(one: AgreementProblem | Instance) -> object:
    return pareto_frontier(one).choices


def _typical(action: Callable[[], object]) -> float:
    """Milliseconds of processor time: the median of eleven runs."""
    times = []
    for _ in range(11):
        start = time.process_time()
        action()
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


def _negmas(folder: Path) -> Path | None:
    """The Python of a new environment with NegMAS; ``None`` where it cannot be installed."""
    python = folder / "bin" / "python"
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", NEGMAS], check=True, capture_output=True)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"{NEGMAS} cannot be installed here, so there is no baseline: {error}", file=sys.stderr)
        return None
    return python


def _negmas_times(python: Path, problems: list[AgreementProblem]) -> float:
    """The median of its milliseconds; ``AssertionError`` if its points are not ours."""
    tables = [[[[int(v) for v in row] for row in rows] for rows in one.values] for one in problems]
    done = subprocess.run(
        [str(python), "-W", "ignore", "-c", NEGMAS_RUN], input=json.dumps(tables), check=True, capture_output=True, text=True
    )
    times: list[float] = []
    for one, (seconds, points) in zip(problems, json.loads(done.stdout), strict=True):
        ours = sorted(tuple(map(int, vector)) for vector in zip(*pareto_frontier(one).values, strict=True))
        if ours != [tuple(point) for point in points]:
            raise AssertionError("the two frontiers differ")
        times.append(1000 * seconds)
    return statistics.median(times)


def _measured(what: str, unit: str, numbers: list[float], goal: float | None, baseline: float | None = None) -> Measured:
    return Measured(
        what=what,
        unit=unit,
        median=statistics.median(numbers),
        least=min(numbers),
        most=max(numbers),
        goal=goal,
        baseline=None if baseline is None else "NegMAS",
        baseline_median=baseline,
    )
