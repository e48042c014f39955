"""A graph model as charts: its states with the moves between them, and the paths out of the status quo as a tree.

A graph of many states cannot be drawn whole and read. Of more than :data:`SHOWN` states the picture holds the status
quo and :data:`CHOSEN` at most with it: equilibria and what lies on shortest paths to them, or, where there is no
equilibrium, what is nearest. It says what it leaves out.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from detente.explanation.explanation import GraphArc, GraphChart, GraphNode, Table, TableCell, TreeBranch, TreeChart
from detente.explanation.move_words import changed_actions
from detente.explanation.stability_picture_words import left_out_words, summary_words
from detente.explanation.wording import Words, join, name, phrase
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.paths import Evolution, EvolutionStep, StepKind, paths
from detente.questions.stability.witness import Step

__all__ = ["CHOSEN", "LINES", "SHOWN", "graph_chart", "tree_chart"]

SHOWN = 60
"""Most states that are all drawn."""
CHOSEN = 30
"""Most states drawn of more than that."""
LINES = 120
"""Most lines drawn before moves that are neither an improvement nor on a path to an equilibrium are left out."""

_OWN_NUMBER = re.compile(r"([0-9]{1,3})[:.] +(\S.*)", re.DOTALL)

_Moves = set[tuple[int, int, int]]


def graph_chart(
    model: GraphModel,
    *,
    state_names: Mapping[str, str],
    actor_names: Mapping[str, str],
    status_quo: str | None,
    equilibria: Mapping[str, tuple[str, ...]],
    improvements: bool = True,
) -> GraphChart:
    """The states of a model and the moves between them; a page with several gives each a key and title of its own.

    Parameters
    ----------
    state_names, actor_names : words for the model's names; a name left out stands for itself.
    status_quo : the state to count moves from, if there is one.
    equilibria : for each state that is an equilibrium the words for the concepts under which it is one.
    improvements : whether improvements are told from other moves; needs preferences.

    Raises
    ------
    GraphModelError
        If a state is unknown, or improvements are asked for and the model has no preferences.
    """
    held = {model.state(state): concepts for state, concepts in equilibria.items() if concepts}
    start = None if status_quo is None else model.state(status_quo)
    found = _Graph.of(model, improvements=improvements)
    distances = {} if start is None else _distances(found.moves, start)
    ways = _ways(model, start, held, improvements=improvements)
    shown = _shown(model, start, held, ways, distances)
    names = _numbered([state_names.get(model.states[state], model.states[state]) for state in shown])
    nodes = tuple(
        GraphNode(
            code=code,
            name=words,
            distance=distances.get(state),
            is_status_quo=state == start,
            concepts=tuple(held.get(state, ())),
        )
        for state, (code, words) in zip(shown, names, strict=True)
    )
    actors = tuple(actor_names.get(actor, actor) for actor in model.actors)
    drawn, n_left = _drawn(found, shown, {move for own in ways.values() for move in own})
    place = {state: k for k, state in enumerate(shown)}
    return GraphChart(
        key="graph",
        title="States and moves",
        summary=summary_words(
            nodes, n_states=model.n_states, n_actors=len(actors), has_improvements=improvements, n_unknown=len(found.unknown)
        ),
        actors=actors,
        nodes=nodes,
        arcs=tuple(
            GraphArc(actor=k, before=place[s], after=place[t], is_improvement=(k, s, t) in found.better) for k, s, t in drawn
        ),
        left_out=left_out_words(nodes, n_states=model.n_states, n_held=len(held), n_moves=n_left),
        table=_states_table(found, shown, nodes, actors),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Graph:
    """Targets of each actor in each state, which moves are improvements, and of which that is not known."""

    moves: list[list[list[int]]]
    better: _Moves
    unknown: _Moves

    @classmethod
    def of(cls, model: GraphModel, *, improvements: bool) -> _Graph:
        better: _Moves = set()
        for k in range(len(model.actors)) if improvements else ():
            gains = model.improvements(k)
            better |= {(k, s, t) for s, t in zip(gains.sources.tolist(), gains.targets.tolist(), strict=True)}
        moves = [own.rows() for own in model.arcs]
        unknown: _Moves = set()
        for k, preference in enumerate(model.preferences if improvements else ()):
            if preference.has_unknown:
                pairs = ((s, t) for s, targets in enumerate(moves[k]) for t in targets)
                unknown |= {(k, s, t) for s, t in pairs if preference.is_unknown(t, s)}
        return cls(moves=moves, better=better, unknown=unknown)


def _ways(model: GraphModel, start: int | None, held: Mapping[int, object], *, improvements: bool) -> dict[int, _Moves]:
    """For each equilibrium the moves on a shortest path to it, by moves of any kind and by improvements."""
    if start is None or not held:
        return {}
    kinds = (StepKind.MOVES, StepKind.IMPROVEMENTS) if improvements else (StepKind.MOVES,)
    ways: dict[int, _Moves] = {}
    for path in paths(model, [model.states[k] for k in held], start=model.states[start], kinds=kinds).found:
        own = ways.setdefault(model.state(path.target), set())
        for move in (move for step in path.steps for move in step.moves):
            own.add((model.actor(move.actor), model.state(move.before), model.state(move.after)))
    return ways


def _shown(
    model: GraphModel,
    start: int | None,
    held: Mapping[int, tuple[str, ...]],
    ways: Mapping[int, _Moves],
    distances: Mapping[int, int],
) -> list[int]:
    """States drawn, in the model's order: all if they are few, else equilibria with their ways as long as there is room.

    Those held most widely come first, of these the nearest.
    """
    if model.n_states <= SHOWN:
        return list(range(model.n_states))
    kept = set() if start is None else {start}
    far = len(distances) + 1
    nearest = sorted(range(model.n_states), key=lambda state: (distances.get(state, far), state))
    for state in sorted(nearest, key=lambda state: -len(held.get(state, ()))):
        with_ways = {state} | {end for _, s, t in ways.get(state, ()) for end in (s, t)}
        if (state in held or not held) and len(kept | with_ways) <= CHOSEN:
            kept |= with_ways
    return sorted(kept)


def _numbered(names: Sequence[str]) -> list[tuple[str, str]]:
    """A number and a name for each state: the numbers the names begin with, if all do, else their place.

    >>> _numbered(["0: nothing is done", "4: withdrawal"]), _numbered(["talks", "strike"])
    ([('0', 'nothing is done'), ('4', 'withdrawal')], [('1', 'talks'), ('2', 'strike')])
    """
    found = [match.groups() for match in map(_OWN_NUMBER.fullmatch, names) if match]
    if len(found) == len(names) == len({number for number, _ in found}):
        return [(number, words) for number, words in found]
    return [(str(place), words) for place, words in enumerate(names, start=1)]


def _distances(moves: list[list[list[int]]], start: int) -> dict[int, int]:
    """Fewest moves to each state, no actor moving twice in a row."""
    found = {start: 0}
    seen = {(start, -1)}
    waiting = deque([(start, -1, 0)])
    while waiting:
        state, last, n = waiting.popleft()
        for k, rows in enumerate(moves):
            for t in rows[state] if k != last else ():
                if (t, k) not in seen:
                    seen.add((t, k))
                    found.setdefault(t, n + 1)
                    waiting.append((t, k, n + 1))
    return found


def _drawn(found: _Graph, shown: Sequence[int], ways: _Moves) -> tuple[list[tuple[int, int, int]], int]:
    """Moves drawn between the states shown, and how many are not."""
    kept = set(shown)
    every = [(k, s, t) for k, rows in enumerate(found.moves) for s in shown for t in rows[s] if t in kept]
    lines = {(k, min(s, t), max(s, t)) for k, s, t in every}
    if len(lines) <= LINES or not found.better:
        return every, 0
    drawn = [move for move in every if move in found.better or move in found.unknown or move in ways]
    return drawn, len(every) - len(drawn)


def _states_table(found: _Graph, shown: Sequence[int], nodes: Sequence[GraphNode], actors: Sequence[str]) -> Table:
    """Each state drawn: its name, what it is, and where each actor can move from it."""
    codes = {state: node.code for state, node in zip(shown, nodes, strict=True)}
    rows = []
    for state, node in zip(shown, nodes, strict=True):
        cells = [_targets(found, k, state, codes) for k in range(len(actors))]
        words = (TableCell(text=text) for text in (_standing(node), *cells))
        rows.append((TableCell(text=node.code), TableCell(text=node.name, is_name=True), *words))
    columns = ("Number", "State", "What it is", *actors)
    caption = "The states by number, and where each actor can move from each"
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def _standing(node: GraphNode) -> str:
    said = ["the status quo"] if node.is_status_quo else []
    if node.concepts:
        said.append(f"an equilibrium ({', '.join(node.concepts)})")
    return "; ".join(said)


def _targets(found: _Graph, actor: int, state: int, codes: Mapping[int, str]) -> str:
    """Where an actor can move: ``better 3, 5; not known 4; other 2``, and how many lead to states left out."""
    targets = found.moves[actor][state]
    shown = [t for t in targets if t in codes]
    better = [codes[t] for t in shown if (actor, state, t) in found.better]
    unknown = [codes[t] for t in shown if (actor, state, t) in found.unknown]
    other = [codes[t] for t in shown if (actor, state, t) not in found.better | found.unknown]
    said = []
    if better:
        said.append(f"better {', '.join(better)}")
    if unknown:
        said.append(f"not known {', '.join(unknown)}")
    if other:
        said.append(f"other {', '.join(other)}" if found.better or found.unknown else ", ".join(other))
    if len(shown) < len(targets):
        said.append(f"{len(targets) - len(shown)} not drawn")
    return "; ".join(said)


@dataclass(slots=True, kw_only=True)
class _Twig:
    """Steps that follow one another so far, before they are put in words."""

    at: str
    step: EvolutionStep | None = None
    ends: list[Evolution] = field(default_factory=list)
    next: dict[object, _Twig] = field(default_factory=dict)


def tree_chart(
    evolutions: Iterable[Evolution],
    *,
    model: GraphModel,
    state_names: Mapping[str, str],
    actor_names: Mapping[str, str],
    equilibria: Mapping[str, tuple[str, ...]],
    action_names: Mapping[str, str] | None = None,
) -> TreeChart:
    """Paths from one state as a tree; paths that begin with the same steps share them.

    Parameters
    ----------
    evolutions : at least one, all from the same state, of any kind.
    model : the model they are paths of; with actions, a step says which are taken and dropped.
    state_names, actor_names, equilibria : as of :func:`graph_chart`.
    action_names : words for the model's actions; a name left out stands for itself.

    Raises
    ------
    GraphModelError
        If there is no path, or paths start from different states.
    """
    every = list(evolutions)
    starts = {path.start for path in every}
    if len(starts) != 1:
        raise GraphModelError(f"a tree of paths starts from one state, not from {len(starts)}")
    telling = _Names(model=model, states=state_names, actors=actor_names, actions=action_names or {}, equilibria=equilibria)
    root = _Twig(at=every[0].start)
    for path in every:
        twig = root
        for step in path.steps:
            twig = twig.next.setdefault((step.movers, step.moves), _Twig(at=step.after, step=step))
        twig.ends.append(path)
    begin = TreeBranch(
        parts=phrase("Now: {s}", s=telling.state(root.at)),
        notes=telling.notes(root.at),
        branches=tuple(telling.branch(twig) for twig in root.next.values()),
    )
    return TreeChart(
        key="paths",
        title="Paths from the status quo",
        summary="Each step says who moves, what changes and where it leads; steps below it can follow it. "
        "An improvement leads to a state everyone who moves prefers.",
        root=begin,
        table=telling.table(every),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """The words of a tree."""

    model: GraphModel
    states: Mapping[str, str]
    actors: Mapping[str, str]
    actions: Mapping[str, str]
    equilibria: Mapping[str, tuple[str, ...]]

    def state(self, state: str) -> Words:
        return phrase("“{s}”", s=name(self.states.get(state, state)))

    def actor(self, actor: str, *, is_first: bool = True) -> Words:
        """An actor by its name, its article small inside a phrase."""
        words = self.actors.get(actor, actor)
        return name(words if is_first or not words.startswith("The ") else f"t{words[1:]}")

    def notes(self, state: str) -> tuple[str, ...]:
        concepts = self.equilibria.get(state, ())
        return (f"equilibrium: {', '.join(concepts)}",) if concepts else ()

    def branch(self, twig: _Twig) -> TreeBranch:
        assert twig.step is not None  # noqa: S101 (only the root has none)
        is_improvement = self.is_improvement(twig.step)
        return TreeBranch(
            parts=self.step(twig.step),
            notes=(*(("improvement",) if is_improvement else ()), *self.notes(twig.at)),
            is_improvement=is_improvement,
            branches=tuple(self.branch(later) for later in twig.next.values()),
        )

    def is_improvement(self, step: EvolutionStep) -> bool:
        """Whether everyone who moves prefers where the step leads."""
        if not self.model.preferences:
            return False
        before, after = self.model.state(step.before), self.model.state(step.after)
        return all(self.model.preference(self.model.actor(mover)).prefers(after, before) for mover in step.movers)

    def step(self, step: EvolutionStep) -> Words:
        """Who moves, what changes and where it leads."""
        return phrase("{m}, to {s}", m=self.mover(step), s=self.state(step.after))

    def mover(self, step: EvolutionStep) -> Words:
        """Who moves and what changes."""
        if len(step.moves) == 1:
            return self.move(step.moves[0])
        together = join([self.actor(mover, is_first=k == 0) for k, mover in enumerate(step.movers)])
        moves = join([self.move(move, is_first=False) for move in step.moves], last="then")
        return phrase("{a} together ({m})", a=together, m=moves)

    def move(self, move: Step, *, is_first: bool = True) -> Words:
        taken, dropped = self.changes(move)
        said = [phrase("takes {x}", x=join(taken))] if taken else []
        said += [phrase("drops {x}", x=join(dropped))] if dropped else []
        return phrase("{a}: {c}", a=self.actor(move.actor, is_first=is_first), c=join(said) if said else "moves")

    def changes(self, move: Step) -> tuple[list[Words], list[Words]]:
        """Actions taken and dropped; nothing where the model has none."""
        words = [[phrase("“{x}”", x=name(self.actions.get(a, a))) for a in own] for own in changed_actions(self.model, move)]
        return words[0], words[1]

    def table(self, every: Sequence[Evolution]) -> Table:
        """A row for each path, the kinds of step it is the shortest of together; actions say where a step leads."""
        told = self.step if self.model.options is None else self.mover
        kinds: dict[tuple[str, tuple[EvolutionStep, ...]], list[str]] = {}
        for path in every:
            kinds.setdefault((path.target, path.steps), []).append(str(path.kind).replace("-", " "))
        rows = []
        for (target, steps), own in kinds.items():
            said = "; ".join("".join(part.text for part in told(step)) for step in steps)
            goal = TableCell(text=self.states.get(target, target), is_name=True)
            how = TableCell(text=said or "already there")
            rows.append((goal, TableCell(text=", ".join(own)), TableCell(text=str(len(steps))), how))
        return Table(caption="Shortest paths", columns=("To", "By", "Steps", "How"), rows=tuple(rows))
