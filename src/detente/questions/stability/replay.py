"""Check a witness from the definitions alone: a second reading of them, sharing no search with the solver.

Only single moves and single comparisons of the model are asked for. A false witness raises.
"""

from __future__ import annotations

from functools import cached_property

from detente.questions.stability.concepts import Concept, Stance
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.option_form import OptionForm
from detente.questions.stability.witness import Sanction, Step, Witnesses

__all__ = ["FalseWitness", "replay"]


class FalseWitness(AssertionError):
    """A witness that does not show what it says: a defect of Détente, never of a model."""


def replay(model: GraphModel, found: Witnesses) -> None:
    """Check every sanction and every unanswered improvement, and that no improvement is left out.

    Raises
    ------
    FalseWitness
        If the witness is false; the message says what fails.

    Examples
    --------
    >>> from detente.questions.stability.witness import witnesses
    >>> model = GraphModel.from_actions(
    ...     {"A": ["a"], "B": ["b"]},
    ...     preferences={"A": ["YN", "NN", "YY", "NY"], "B": ["NY", "NN", "YY", "YN"]},
    ... )
    >>> replay(model, witnesses(model, "A", "NN", "SEQ"))
    """
    judge = _Judge(model, found)
    told = [s.improvement for s in found.sanctions] + [u.improvement for u in found.unanswered]
    real = {t for t in model.moves(found.actor, found.state) if judge.attracts(t)}
    _demand(sorted(step.after for step in told) == sorted(real), "the improvements told are not those there are")
    for improvement in told:
        own = (improvement.actor, improvement.before) == (found.actor, found.state)
        _demand(own, "an improvement is another's or from elsewhere")
    for sanction in found.sanctions:
        _demand(found.concept is not Concept.NASH, "under R nothing answers")
        if found.concept is Concept.SIM:
            _demand(judge.is_joint(sanction), "the changes taken together do not lead there")
        else:
            judge.follow(sanction)
        _demand(judge.deters(sanction.outcome), f"`{sanction.outcome}` does not deter")
    for unanswered in found.unanswered:
        _demand(not judge.has_answer(unanswered.improvement), f"`{unanswered.improvement.after}` can be answered")


def _demand(holds: bool, message: str) -> None:
    if not holds:
        raise FalseWitness(message)


class _Judge:
    """The definitions for one actor and state, over names."""

    def __init__(self, model: GraphModel, found: Witnesses) -> None:
        self.model = model
        self.actor = found.actor
        self.state = found.state
        self.concept = found.concept
        self.stance: Stance = found.stance
        self.place = {name: k for k, name in enumerate(model.states)}

    def compare(self, actor: str, after: str, before: str) -> str:
        """``>>``, ``>``, ``U``, ``=``, ``<`` or ``<<``: how ``after`` stands to ``before``."""
        preference = self.model.preference(self.model.actors.index(actor))
        a, b = self.place[after], self.place[before]
        if preference.is_unknown(a, b):
            return "U"
        if preference.prefers(a, b):
            return ">>" if preference.greatly_prefers(a, b) else ">"
        if preference.prefers(b, a):
            return "<<" if preference.greatly_prefers(b, a) else "<"
        return "="

    def attracts(self, after: str) -> bool:
        """Whether the actor would leave the state for ``after``."""
        wanted = {">", ">>", "U"} if self.stance.unknown in {"a", "c"} else {">", ">>"}
        return self.compare(self.actor, after, self.state) in wanted

    def is_credible(self, step: Step) -> bool:
        """Whether the step is, or may be, an improvement of its mover."""
        return self.compare(step.actor, step.after, step.before) in {">", ">>", "U"}

    def is_harmful(self, end: str) -> bool:
        """Whether ``end`` holds the actor back, leaving escapes aside."""
        wanted = {"<<"} if self.stance.strength == "strong" else {"<", "<<", "="}
        if self.stance.unknown in {"c", "d"}:
            wanted = wanted | {"U"}
        return self.compare(self.actor, end, self.state) in wanted

    def deters(self, end: str) -> bool:
        """Whether ``end`` is harmful and, where the concept asks so, without escape."""
        if not self.is_harmful(end):
            return False
        if self.concept not in {Concept.SMR, Concept.SSEQ}:
            return True
        return all(self.is_harmful(t) for t in self.model.moves(self.actor, end))

    def allows(self, step: Step) -> bool:
        """Whether another actor has this move, and would make it where the concept asks so."""
        if step.actor == self.actor or step.after not in self.model.moves(step.actor, step.before):
            return False
        return self.concept not in {Concept.SEQ, Concept.SSEQ, Concept.SIM} or self.is_credible(step)

    def follow(self, sanction: Sanction) -> None:
        """Walk the steps of a sanction."""
        at, last = sanction.improvement.after, self.actor
        _demand(bool(sanction.steps), "a sanction has no step")
        for step in sanction.steps:
            _demand(step.before == at, f"a step starts at `{step.before}`, not at `{at}`")
            _demand(step.actor != last, f"`{step.actor}` moves twice in a row")
            _demand(self.allows(step), f"`{step.actor}` would not move from `{step.before}` to `{step.after}`")
            at, last = step.after, step.actor
        _demand(at == sanction.outcome, f"the steps lead to `{at}`, not to `{sanction.outcome}`")

    def has_answer(self, improvement: Step) -> bool:
        """Whether any legal sequence of the others deters; recursion over (state, last mover) on a stack."""
        if self.concept is Concept.NASH:
            return False
        if self.concept is Concept.SIM:
            return self._has_joint_answer(improvement)
        seen = set()
        stack = [(improvement.after, self.actor)]
        while stack:
            at, last = stack.pop()
            for other in self.model.actors:
                if other in (last, self.actor):
                    continue
                for after in self.model.moves(other, at):
                    if (after, other) not in seen and self.allows(Step(actor=other, before=at, after=after)):
                        if self.deters(after):
                            return True
                        seen.add((after, other))
                        stack.append((after, other))
        return False

    def is_joint(self, sanction: Sanction) -> bool:
        """Whether the improvement and the steps, each from the state, together make the outcome from one combination."""
        movers = [step.actor for step in sanction.steps]
        if not movers or len(set(movers)) < len(movers) or any(s.before != self.state for s in sanction.steps):
            return False
        if not all(self.allows(step) for step in sanction.steps):
            return False
        return sanction.outcome in self._joint([sanction.improvement, *sanction.steps])

    def _joint(self, steps: list[Step]) -> set[str]:
        """States the steps make together, from any combination behind the state."""
        names = self._combinations
        found = set()
        for start in (c for c, name in names.items() if name == self.state):
            reached = {start}
            for step in steps:
                own = [a for a, owner in self._owners().items() if owner == step.actor]
                targets = [c for c in self._own_changes(start, own) if names[c] == step.after]
                reached = {self._apply(r, start, c) for r in reached for c in targets}
            found |= {names[c] for c in reached if c in names}
        return found

    def _has_joint_answer(self, improvement: Step) -> bool:
        """Whether some others' improvements, together with this one, deter; every choice is tried."""
        others = [a for a in self.model.actors if a != self.actor]
        choices: list[list[Step]] = [[]]
        for other in others:
            steps = [Step(actor=other, before=self.state, after=t) for t in self.model.moves(other, self.state)]
            choices += [[*choice, step] for choice in choices for step in steps if self.allows(step)]
        return any(self.is_harmful(end) for choice in choices if choice for end in self._joint([improvement, *choice]))

    def _options(self) -> OptionForm:
        if self.model.options is None:
            raise FalseWitness("simultaneous changes in a model without actions")
        return self.model.options

    def _owners(self) -> dict[str, str]:
        options = self._options()
        return {a: self.model.actors[k] for a, k in zip(options.actions, options.owners.tolist(), strict=True)}

    @cached_property
    def _combinations(self) -> dict[frozenset[str], str]:
        """Every feasible combination, as the actions taken, and the state it is."""
        options = self._options()
        return {
            frozenset(a for k, a in enumerate(options.actions) if code >> k & 1): self.model.states[state]
            for code, state in zip(options.codes.tolist(), options.state_of.tolist(), strict=True)
        }

    def _own_changes(self, start: frozenset[str], own: list[str]) -> list[frozenset[str]]:
        """Combinations that differ from the start in the actor's own actions, in directions open to it."""
        options = self._options()
        take = {a for k, a in enumerate(options.actions) if options.only_take >> k & 1}
        drop = {a for k, a in enumerate(options.actions) if options.only_drop >> k & 1}
        found = []
        for combination in self._combinations:
            taken, dropped = combination - start, start - combination
            if (taken | dropped) <= set(own) and not dropped & take and not taken & drop and combination != start:
                found.append(combination)
        return found

    @staticmethod
    def _apply(reached: frozenset[str], start: frozenset[str], change: frozenset[str]) -> frozenset[str]:
        return reached ^ (start ^ change)
