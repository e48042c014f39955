"""Import of ``.gmcr`` files, the JSON that GMCR+ and gmcr-py save a conflict as.

Read are decision makers and their options, the direction an option may change in, infeasible conditions, preferences
(prioritized conditions, or a manual ranking of numbered states), coalitions, and misperceptions: states a decision maker
takes for infeasible, which make a model of its own. States are numbered from 1 in the order of their
code, the first option counting least, as that program numbers them. Saved payoffs are not read: they follow from the preferences.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.model.condition import And, Condition, Not, Or, Taken
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.preference_forms import PreferenceForm, Prioritized, Ranking

__all__ = ["GmcrError", "GmcrFile", "PerceivedModel", "read_gmcr"]

_DIRECTIONS = {"fwd": "take", "back": "drop"}


class GmcrError(ValueError):
    """A text that is no conflict saved by GMCR+, or one with a part that cannot be read; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PerceivedModel:
    """The model an actor believes in, where the file says it misperceives."""

    actor: str
    model: GraphModel


@dataclass(frozen=True, slots=True, kw_only=True)
class GmcrFile:
    """What a file holds.

    ``perceived`` has a model for each actor with misperceptions; ``coalitions`` those of two members or more;
    ``notes`` tell what was read otherwise than it stands in the file.
    """

    model: GraphModel
    perceived: tuple[PerceivedModel, ...]
    coalitions: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def read_gmcr(text: str) -> GmcrFile:
    """Read the text of a ``.gmcr`` file.

    Raises
    ------
    GmcrError
        If it is no JSON, lacks a part, refers to an option or state that is not there, or makes no graph model.

    Examples
    --------
    >>> found = read_gmcr('''{
    ...   "options": [{"name": "arm", "permittedDirection": "both"}, {"name": "arm", "permittedDirection": "fwd"}],
    ...   "infeasibles": [],
    ...   "decisionMakers": [
    ...     {"name": "Left", "options": [0], "preferences": [[[1, "N"]], [[0, "Y"]]]},
    ...     {"name": "Right", "options": [1], "preferences": [[[0, "N"]], [[1, "Y"]]]}
    ...   ]
    ... }''')
    >>> found.model.options.actions, found.model.moves("Right", "NY")
    (('arm (Left)', 'arm (Right)'), ())
    """
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise GmcrError(f"the text is no JSON: {error}") from error
    if not isinstance(data, dict):
        raise GmcrError("the text holds no conflict: its outermost part is no object")
    return _Reader(data).read()


class _Reader:
    """One conflict, part by part."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.notes: list[str] = []
        self.makers = _objects(data, "decisionMakers")
        self.options = _objects(data, "options")
        self.actors = [_text(maker, "name", f"decision maker {k + 1}") for k, maker in enumerate(self.makers)]
        twice = next((a for k, a in enumerate(self.actors) if a in self.actors[:k]), None)
        if twice is not None:
            raise GmcrError(f"two decision makers are called `{twice}`")
        self.owners = self._owners()
        self.names = self._names()

    def read(self) -> GmcrFile:
        """Everything in the file."""
        infeasible = self._conditions(self.data, "infeasibles", "infeasible condition")
        model = self._model(infeasible)
        notes = tuple(self.notes)
        perceived = []
        for actor, maker in zip(self.actors, self.makers, strict=True):
            unseen = self._conditions(maker, "misperceptions", f"misperception of `{actor}`")
            if unseen:
                perceived.append(PerceivedModel(actor=actor, model=self._model([*infeasible, *unseen], whole=model)))
        return GmcrFile(model=model, perceived=tuple(perceived), coalitions=self._coalitions(), notes=notes)

    def _owners(self) -> list[int]:
        """The decision maker of each option."""
        owners: list[int | None] = [None] * len(self.options)
        for k, maker in enumerate(self.makers):
            listed = maker.get("options")
            if not isinstance(listed, list):
                raise GmcrError(f"`{self.actors[k]}` has no list `options`")
            for option in listed:
                place = self._option(option, f"`{self.actors[k]}`")
                if owners[place] is not None:
                    raise GmcrError(f"option {place} is controlled by two decision makers; that is not read")
                owners[place] = k
        found = [owner for owner in owners if owner is not None]
        if len(found) < len(owners):
            raise GmcrError(f"option {owners.index(None)} is controlled by nobody")
        return found

    def _names(self) -> list[str]:
        """Names of the options, told apart by their decision maker where two are alike, then by number."""
        plain = [_text(option, "name", f"option {k}") for k, option in enumerate(self.options)]
        told = [f"{n} ({self.actors[self.owners[k]]})" if plain.count(n) > 1 else n for k, n in enumerate(plain)]
        return [f"{n} #{told[:k].count(n) + 1}" if told.count(n) > 1 else n for k, n in enumerate(told)]

    def _option(self, value: object, where: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < len(self.options):
            raise GmcrError(f"{where} refers to option {value}; there are {len(self.options)}, numbered from 0")
        return value

    def _conditions(self, holder: Mapping[str, Any], key: str, what: str) -> list[Condition]:
        listed = holder.get(key, [])
        if not isinstance(listed, list):
            raise GmcrError(f"`{key}` is no list")
        return [self._condition(item, f"{what} {k + 1}") for k, item in enumerate(listed)]

    def _condition(self, item: object, where: str) -> Condition:
        """A list of options with Y or N, all of which hold; or a compound, some member of which does."""
        if isinstance(item, dict):
            members = item.get("members")
            if not isinstance(members, list) or not members:
                raise GmcrError(f"{where} is a compound without members")
            return Or(tuple(self._condition(member, where) for member in members))
        if not isinstance(item, list) or not item:
            raise GmcrError(f"{where} is no list of options")
        parts: list[Condition] = []
        for pair in item:
            if not isinstance(pair, list) or len(pair) != 2 or pair[1] not in ("Y", "N"):
                raise GmcrError(f"{where} has `{json.dumps(pair)}` where an option with Y or N is expected")
            taken = Taken(self.names[self._option(pair[0], where)])
            parts.append(taken if pair[1] == "Y" else Not(taken))
        return And(tuple(parts))

    def _model(self, infeasible: list[Condition], whole: GraphModel | None = None) -> GraphModel:
        """The graph model without some combinations; ``whole`` numbers the states where these leave some out."""
        actions = {
            actor: [n for n, o in zip(self.names, self.owners, strict=True) if o == k] for k, actor in enumerate(self.actors)
        }
        directions = {n: self._direction(o, n) for n, o in zip(self.names, self.options, strict=True)}
        try:
            bare = GraphModel.from_actions(
                actions, infeasible=infeasible, irreversible={n: d for n, d in directions.items() if d is not None}
            )
            forms = {actor: self._form(bare, whole or bare, k) for k, actor in enumerate(self.actors)}
            return bare.with_preferences(forms)
        except GraphModelError as error:
            raise GmcrError(f"{error}") from error

    def _direction(self, option: Mapping[str, Any], name: str) -> str | None:
        direction = option.get("permittedDirection", "both")
        if direction not in ("both", *_DIRECTIONS):
            raise GmcrError(f"option `{name}` has the direction `{direction}`; there are `both`, `fwd` and `back`")
        return _DIRECTIONS.get(direction)

    def _form(self, model: GraphModel, whole: GraphModel, actor: int) -> PreferenceForm:
        maker = self.makers[actor]
        if self.data.get("useManualPreferenceRanking") or self.data.get("useManualPreferenceVectors"):
            return self._ranking(model, whole, actor, maker.get("preferenceRanking", maker.get("preferenceVector")))
        statements = self._statements(model, actor)
        if not statements:
            self.notes.append(f"`{self.actors[actor]}` has no preference that tells states apart: all are held equal")
            return Ranking((model.states,))
        return Prioritized(tuple(statements))

    def _statements(self, model: GraphModel, actor: int) -> list[Condition]:
        """Conditions that tell states apart; the program keeps others, which change nothing."""
        options = model.options
        if options is None:
            return []
        kept, seen = [], set()
        for k, condition in enumerate(
            self._conditions(self.makers[actor], "preferences", f"preference of `{self.actors[actor]}`")
        ):
            holds = options.truth(condition)
            if holds.all() or not holds.any():
                self.notes.append(f"preference {k + 1} of `{self.actors[actor]}` is true in every state or none: left out")
            elif holds.tobytes() in seen or (~holds).tobytes() in seen:
                self.notes.append(f"preference {k + 1} of `{self.actors[actor]}` is settled by an earlier one: left out")
            else:
                seen.add(holds.tobytes())
                kept.append(condition)
        return kept

    def _ranking(self, model: GraphModel, whole: GraphModel, actor: int, listed: object) -> Ranking:
        if not isinstance(listed, list):
            raise GmcrError(f"`{self.actors[actor]}` has no manual ranking, and the file says rankings are manual")
        numbered = sorted(whole.states, key=lambda state: self._code(whole, state))
        groups = []
        for item in listed:
            group = []
            for number in item if isinstance(item, list) else [item]:
                if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= len(numbered):
                    raise GmcrError(f"`{self.actors[actor]}` ranks state {number}; there are {len(numbered)}, numbered from 1")
                if numbered[number - 1] in model.states:
                    group.append(numbered[number - 1])
            if group:
                groups.append(tuple(group))
        return Ranking(tuple(groups))

    def _code(self, model: GraphModel, state: str) -> int:
        """The code of a state with the file's order of options, which may run across decision makers."""
        actions = model.options.actions if model.options is not None else ()
        return sum(1 << self.names.index(a) for a, letter in zip(actions, state, strict=True) if letter == "Y")

    def _coalitions(self) -> tuple[tuple[str, ...], ...]:
        found = []
        listed = self.data.get("coalitions", [])
        if not isinstance(listed, list):
            raise GmcrError("`coalitions` is no list")
        for group in listed:
            members = group if isinstance(group, list) else [group]
            if any(isinstance(m, bool) or not isinstance(m, int) or not 0 <= m < len(self.actors) for m in members):
                raise GmcrError(f"coalition `{json.dumps(group)}` has a member that is no decision maker")
            if len(members) > 1:
                found.append(tuple(self.actors[m] for m in members))
        return tuple(found)


def _objects(data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    listed = data.get(key)
    if not isinstance(listed, list) or not listed:
        raise GmcrError(f"the conflict has no list `{key}`")
    if not all(isinstance(item, dict) for item in listed):
        raise GmcrError(f"an item of `{key}` is no object")
    return listed


def _text(holder: Mapping[str, Any], key: str, where: str) -> str:
    value = holder.get(key)
    if not isinstance(value, str) or not value.strip():
        raise GmcrError(f"{where} has no `{key}`")
    return value
