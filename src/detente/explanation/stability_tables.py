"""Stability as tables and pictures: every state by actor and concept, the graph, and the paths as a tree."""

from __future__ import annotations

from collections.abc import Sequence

from detente.explanation.explanation import Chart, Table, TableCell
from detente.explanation.move_words import moves_of
from detente.explanation.stability_further_words import asks
from detente.explanation.stability_pictures import graph_chart, tree_chart
from detente.explanation.telling import Telling
from detente.explanation.wording import in_100
from detente.questions.stability.concepts import Concept
from detente.questions.stability.finding import Share, StabilityFinding, StabilityShares

__all__ = ["SHOWN", "cell_words", "charts", "tables"]

SHOWN = 60
"""Most states in the table; of more, the status quo and the most frequent equilibria."""

PATHS = 8
"""Most states the tree of paths leads to."""

RARE = 20
"""An equilibrium is marked in the graph if it is one in at least one of so many readings."""

_ASKS = {
    Concept.NASH: "no better move at all",
    Concept.GMR: "every better move can be answered, at whatever cost",
    Concept.SMR: "answered, and no way out of the answer",
    Concept.SEQ: "answered by what others have reason to do",
    Concept.SSEQ: "answered so, and no way out of the answer",
    Concept.SIM: "spoiled by what others gain at the same time",
}


def tables(telling: Telling, finding: StabilityFinding, most_states: int = SHOWN) -> tuple[Table, ...]:
    """The status quo by concept, then every state by actor and concept; of more than ``most_states`` those that matter most."""
    shares = finding.shares
    if shares is None:
        return ()
    first = () if finding.status_quo is None else (_status_quo(telling, finding, shares, finding.status_quo),)
    return (*first, _states(telling, finding, shares, most_states))


def _status_quo(telling: Telling, finding: StabilityFinding, shares: StabilityShares, here: str) -> Table:
    rows = [
        (
            TableCell(text=name),
            TableCell(text=words),
            *(TableCell(text=_share(finding, shares.of(actor, here, name))) for actor in finding.actors),
            TableCell(text=_share(finding, shares.equilibrium(here, name))),
        )
        for name, words in [(c.value, _ASKS[c]) for c in finding.concepts] + [(c.name, asks(c)) for c in finding.further]
    ]
    names = [telling.case.actor(actor).name for actor in finding.actors]
    caption = "Where things stand: does each actor stay" + (
        "" if finding.n_readings == 1 else ", of 100 ways of reading the record"
    )
    return Table(caption=caption, columns=("Concept", "It asks that", *names, "All at once"), rows=tuple(rows))


def _states(telling: Telling, finding: StabilityFinding, shares: StabilityShares, most: int) -> Table:
    shown, said = _shown(finding, shares, most)
    moves = moves_of(telling.case)
    rows = [
        (
            TableCell(text=moves.state_name(state) + (" (now)" if state == finding.status_quo else ""), is_name=True),
            *(TableCell(text=cell_words(finding, [shares.of(a, state, c) for c in finding.columns])) for a in finding.actors),
            TableCell(text=cell_words(finding, [shares.equilibrium(state, c) for c in finding.columns])),
        )
        for state in shown
    ]
    names = [telling.case.actor(actor).name for actor in finding.actors]
    unit = (
        "concepts under which it is stable"
        if finding.n_readings == 1
        else "of 100 ways of reading the record, under each concept"
    )
    return Table(
        caption=f"Every state: {unit}{said}",
        columns=("State", *names, "Equilibrium"),
        rows=tuple(rows),
    )


def _shown(finding: StabilityFinding, shares: StabilityShares, most: int) -> tuple[Sequence[str], str]:
    """States in the table, and what is left out."""
    if len(finding.states) <= most:
        return finding.states, ""
    held = [state for concept in (finding.concept, Concept.NASH, Concept.GMR) for state in shares.equilibria(concept)]
    wanted = [s for s in (finding.status_quo, *finding.deals) if s is not None]
    kept = set(list(dict.fromkeys([*wanted, *held]))[:most])
    shown = [state for state in finding.states if state in kept]
    left = len(finding.states) - len(shown)
    return (
        shown,
        f" (the status quo, deals and most frequent equilibria; {left:,} of {len(finding.states):,} states are left out)",
    )


def cell_words(finding: StabilityFinding, shares: Sequence[Share]) -> str:
    """Concepts with one share together: ``R 0; GMR, SMR 50``. In one reading, the concepts under which it is stable, or all.

    ``shares`` are in the order of ``finding.columns``; further concepts are told after the six.
    """
    n = len(finding.concepts)
    first = _together(finding, finding.columns[:n], shares[:n])
    second = _together(finding, finding.columns[n:], shares[n:])
    if not first or not second:
        return first or second
    if second == "none":
        return first
    return second if first == "none" else f"{first}; {second}"


def _together(finding: StabilityFinding, names: Sequence[str], shares: Sequence[Share]) -> str:
    if not names:
        return ""
    if finding.n_readings == 1:
        held = [name for name, share in zip(names, shares, strict=True) if share.is_certain]
        open_ones = [f"{name}?" for name, share in zip(names, shares, strict=True) if share.least != share.most]
        is_all = len(held) == len(shares) > 1 and names[0] in finding.concepts
        return "all" if is_all else ", ".join([*held, *open_ones]) or "none"
    groups: dict[str, list[str]] = {}
    for name, share in zip(names, shares, strict=True):
        groups.setdefault(_short(share), []).append(name)
    if len(groups) == 1 and names[0] in finding.concepts:
        return f"all {next(iter(groups))}"
    return "; ".join(f"{', '.join(own)} {count}" for count, own in groups.items())


def _short(share: Share) -> str:
    least, most = (
        in_100(float(s)).removesuffix(" of 100").replace("fewer than ", "<").replace("more than ", ">")
        for s in (share.least, share.most)
    )
    return least if least == most else f"{least} to {most}"


def _share(finding: StabilityFinding, share: Share) -> str:
    if finding.n_readings == 1:
        return "yes" if share.is_certain else "no" if share.is_never else "not known"
    return _short(share)


# -- pictures --------------------------------------------------------------------------------------


def charts(telling: Telling, finding: StabilityFinding) -> tuple[Chart, ...]:
    """The graph of the most common reading, and the tree of paths from the status quo."""
    model, shares = finding.model, finding.shares
    if model is None or shares is None:
        return ()
    moves = moves_of(telling.case)
    states = {state: moves.state_name(state) for state in model.states}
    actors = {actor: telling.case.actor(actor).name for actor in model.actors}
    held = _held(finding, shares)
    graph = graph_chart(
        model,
        state_names=states,
        actor_names=actors,
        status_quo=finding.status_quo,
        equilibria=held,
    )
    targets = list(dict.fromkeys(route.target for route in finding.routes))[:PATHS]
    paths = [route.path for route in finding.routes if route.target in targets]
    if not paths:
        return (graph,)
    tree = tree_chart(
        paths,
        model=model,
        state_names=states,
        actor_names=actors,
        equilibria=held,
        action_names={action.id: action.name for action in moves.actions},
    )
    return graph, tree


def _held(finding: StabilityFinding, shares: StabilityShares) -> dict[str, tuple[str, ...]]:
    """Words for the concepts under which each state is an equilibrium: in one reading all, else the one that decides."""
    if finding.n_readings == 1:
        every = {s: [c.value for c in finding.concepts if shares.equilibrium(s, c).is_certain] for s in finding.states}
        return {state: tuple(concepts) for state, concepts in every.items() if concepts}
    found = {state: shares.equilibrium(state, finding.concept) for state in shares.equilibria(finding.concept)}
    return {s: (f"{finding.concept.value} in {in_100(float(p.least))}",) for s, p in found.items() if p.least * RARE >= 1}
