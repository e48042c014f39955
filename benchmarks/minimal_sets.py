"""Blocking sets and openings of problems too large to list; baseline: CPMpy's ``marco`` with OR-tools, where it can be installed.

The problems are made up: parties value options at 0 to 100 points at random, floors stand some deviations above the
mean of a random package, red lines are clauses over one to three issues. Both sides get the same conditions. The
baseline runs in a throwaway environment and is stopped after ``BASELINE_SECONDS``: what it found by then must be
among ours, and the ratio printed is then a lower bound.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, pvariance

from benchmarks.measure import Measured, timed
from detente.model.formula import Or
from detente.problem.conflicts import BlockingSets, blocking_sets
from detente.problem.corrections import openings
from detente.problem.problem import AgreementProblem, Requirement, one_of

__all__ = ["measure"]

BASELINE_SECONDS = 40.0

BASELINE = """
import json, sys, time
import cpmpy as cp
from cpmpy.tools.explain import marco
values, floors, clauses = json.load(sys.stdin)
start = time.perf_counter()
n, k = len(values[0]), len(values[0][0])
x = cp.boolvar(shape=(n, k))
hard = [cp.sum(x[j]) == 1 for j in range(n)]
soft = [cp.any([x[j, o] for j, options in clause for o in options]) for clause in clauses]
soft += [cp.sum([v[j][o] * x[j, o] for j in range(n) for o in range(k)]) >= floor for v, floor in zip(values, floors)]
place = {id(c): i for i, c in enumerate(soft)}
for kind, some in marco(soft, hard):
    print(json.dumps([kind, sorted(place[id(c)] for c in some)]), flush=True)
print(json.dumps(["seconds", time.perf_counter() - start]), flush=True)
"""


@dataclass(frozen=True, kw_only=True)
class Made:
    """A made-up problem as plain numbers."""

    name: str
    values: list[list[list[int]]]
    floors: list[int]
    clauses: list[list[tuple[int, list[int]]]]

    @property
    def problem(self) -> AgreementProblem:
        """As we read it: conditions in the order of clauses, then floors."""
        requirements = []
        for place, clause in enumerate(self.clauses, start=1):
            parts = tuple(one_of(f"i{j + 1}", *(f"o{o + 1}" for o in options)) for j, options in clause)
            requirements.append(Requirement(id=f"r{place}", formula=parts[0] if len(parts) == 1 else Or(parts)))
        return AgreementProblem.of(self.values, self.floors, requirements=requirements)


def made(shape: tuple[int, int], n_parties: int, n_conditions: int, seed: int, deviations: float, share: float) -> Made:
    """A problem from a seed.

    Parameters
    ----------
    shape : issues, options of each.
    deviations : how far above the mean of a random package the floors stand.
    share : the largest share of an issue's options that a clause's comparison allows.
    """
    rng = random.Random(seed)
    n_issues, n_options = shape
    values = [[[rng.randint(0, 100) for _ in range(n_options)] for _ in range(n_issues)] for _ in range(n_parties)]
    floors = [int(sum(mean(row) for row in rows) + deviations * sum(pvariance(row) for row in rows) ** 0.5) for rows in values]
    clauses = []
    for _ in range(n_conditions - n_parties):
        issues = rng.sample(range(n_issues), rng.randint(1, 3))
        most = max(1, int(n_options * share))
        clauses.append([(j, sorted(rng.sample(range(n_options), rng.randint(1, most)))) for j in sorted(issues)])
    name = f"{n_issues} issues of {n_options}, {n_parties} parties, {n_conditions} conditions, seed {seed}"
    return Made(name=name, values=values, floors=floors, clauses=clauses)


ALL_SETS = (
    ((15, 4), 4, 20, 1, 1.2, 0.7),
    ((15, 4), 4, 20, 2, 1.2, 0.7),
    ((20, 5), 5, 20, 1, 1.5, 0.7),
    ((20, 5), 5, 20, 2, 1.5, 0.7),
)
CHEAPEST = tuple(((20, 5), 6, 50, seed, 1.0, 0.85) for seed in range(1, 6))
CHEAPEST_BUDGET = 40_000
"""Nodes; where these do not prove the order the goal is missed, and the line says how many openings are in proven order."""


def measure() -> list[Measured]:
    """Milliseconds for all sets at 20 conditions, seconds for the 20 cheapest openings at 50."""
    results = []
    with tempfile.TemporaryDirectory() as folder:
        python = _environment(Path(folder))
        for arguments in ALL_SETS:
            results.append(_all_sets(made(*arguments), python))
    for arguments in CHEAPEST:
        results.append(_cheapest(made(*arguments)))
    return results


def _all_sets(case: Made, python: Path | None) -> Measured:
    problem = case.problem
    answer = blocking_sets(problem)
    if not answer.is_complete:
        raise AssertionError("not all sets were found")
    median, least, most = timed(lambda: blocking_sets(problem))
    seconds = None
    label = "marco not installed"
    if python is not None:
        seconds, is_done, found = _marco(case, python)
        _compare(problem, answer, found, is_done=is_done)
        label = "CPMpy marco" if is_done else "CPMpy marco, stopped, at least"
    return Measured(
        what=f"all sets: {case.name}",
        unit="ms",
        median=1000 * median,
        least=1000 * least,
        most=1000 * most,
        goal=None if seconds is None else round(1000 * seconds / 100, 1),
        baseline=label,
        baseline_median=None if seconds is None else 1000 * seconds,
    )


def _cheapest(case: Made) -> Measured:
    problem = case.problem
    found = openings(problem, k=20, budget=CHEAPEST_BUDGET)
    is_proven = found.is_complete or found.n_ordered == 20
    median, least, most = timed(lambda: openings(problem, k=20, budget=CHEAPEST_BUDGET), runs=3)
    return Measured(
        what=f"{found.n_ordered} of 20 cheapest openings: {case.name}",
        unit="s",
        median=median if is_proven else float("inf"),
        least=least,
        most=most,
        goal=2.0,
    )


def _environment(folder: Path) -> Path | None:
    """A throwaway environment with CPMpy and OR-tools, or ``None`` where it cannot be made."""
    python = folder / "bin" / "python"
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "cpmpy", "ortools"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        print("CPMpy could not be installed: no baseline for all sets", file=sys.stderr)
        return None
    return python


def _marco(case: Made, python: Path) -> tuple[float, bool, list[tuple[str, list[int]]]]:
    text = json.dumps([case.values, case.floors, case.clauses])
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    try:
        told = subprocess.run(
            [str(python), "-c", BASELINE],
            input=text.encode(),
            check=True,
            capture_output=True,
            env=environment,
            timeout=BASELINE_SECONDS,
        ).stdout
    except subprocess.TimeoutExpired as stopped:
        told = stopped.stdout or b""
    lines = [json.loads(line) for line in told.decode().splitlines(keepends=True) if line.endswith("\n")]
    ends = [rest for kind, rest in lines if kind == "seconds"]
    found = [(kind, rest) for kind, rest in lines if kind != "seconds"]
    return (ends[0] if ends else BASELINE_SECONDS), bool(ends), found


def _compare(problem: AgreementProblem, answer: BlockingSets, found: list[tuple[str, list[int]]], *, is_done: bool) -> None:
    ids = (*(r.id for r in problem.requirements), *problem.parties)
    ours = {"MUS": {frozenset(b.conditions) for b in answer.found}, "MCS": {frozenset(o) for o in answer.openings}}
    for kind, sets in ours.items():
        theirs = {frozenset(ids[i] for i in some) for name, some in found if name == kind}
        if not theirs <= sets or (is_done and theirs != sets):
            raise AssertionError(f"the two ways to all sets disagree: {kind}")
