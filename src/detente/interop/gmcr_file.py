"""Import of ``.gmcr`` files, the JSON that GMCR+ and gmcr-py save a conflict as.

Read are decision makers and their options, the direction an option may change in, infeasible conditions, preferences
(prioritized conditions, or a manual ranking of numbered states), coalitions, and misperceptions: states a decision maker
takes for infeasible, which make a model of its own. States are numbered from 1 in the order of their
code, the first option counting least, as that program numbers them. Saved payoffs are not read: they follow from the preferences.
Whatever is wrong or read otherwise is told with its path in the JSON: the keys and places that lead to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.model.condition import And, Condition, Not, Or, Taken
from detente.questions.stability.combinations import Combinations
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.option_form import ACTION_LIMIT, option_form
from detente.questions.stability.preference_forms import Prioritized, Ranking

__all__ = ["GmcrError", "GmcrFile", "GmcrOption", "GmcrRemark", "PerceivedModel", "read_gmcr"]

DEEPEST = 60
"""Compounds within compounds that are read."""
_NAMED = 5
"""Most states named that a ranking omits."""
_DIRECTIONS = {"fwd": "take", "back": "drop"}


Path = tuple[str | int, ...]


class GmcrError(ValueError):
    """A text that is no conflict saved by GMCR+, or one with a part that cannot be read; the message says which.

    ``path`` leads to the part; ``position`` is the character at which a text stops being JSON.
    """

    def __init__(self, message: str, path: Path = (), position: int | None = None) -> None:
        super().__init__(message)
        self.path = path
        self.position = position


@dataclass(frozen=True, slots=True, kw_only=True)
class GmcrOption:
    """An option with the decision maker that has it; ``direction`` is ``take`` or ``drop`` where it is irreversible."""

    name: str
    actor: str
    direction: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GmcrRemark:
    """Something that was read otherwise than it stands in the file, and where it stands."""

    text: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class PerceivedModel:
    """The model an actor believes in, where the file says it misperceives."""

    actor: str
    model: GraphModel


@dataclass(frozen=True, slots=True, kw_only=True)
class GmcrFile:
    """What a file holds.

    ``options`` stand in the order of the file, while those of the model are grouped by actor; ``infeasible`` is what was
    excluded and ``forms`` how each actor of the model compares states. ``perceived`` has a model for each actor with
    misperceptions; ``coalitions`` those of two members or more.
    """

    model: GraphModel
    options: tuple[GmcrOption, ...]
    infeasible: tuple[Condition, ...]
    forms: tuple[Prioritized | Ranking, ...]
    perceived: tuple[PerceivedModel, ...]
    coalitions: tuple[tuple[str, ...], ...]
    remarks: tuple[GmcrRemark, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What was read otherwise than it stands in the file."""
        return tuple(remark.text for remark in self.remarks)


def read_gmcr(text: str, *, most_states: int | None = None) -> GmcrFile:
    """Read the text of a ``.gmcr`` file; one that leaves more states than ``most_states`` is refused before any is looked at.

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
    except json.JSONDecodeError as error:
        raise _no_json(text, error) from error
    except (ValueError, RecursionError) as error:  # a number of too many digits; nested too deep
        raise GmcrError(f"the text is no JSON: {error}") from error
    if not isinstance(data, dict):
        raise GmcrError("the text holds no conflict: its outermost part is no object")
    return _Reader(data).read(most_states)


class _Reader:
    """One conflict, part by part."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.remarks: list[GmcrRemark] = []
        self.makers = _objects(data, "decisionMakers")
        self.options = _objects(data, "options")
        self.actors = [
            _text(maker, "name", f"decision maker {k + 1}", ("decisionMakers", k)) for k, maker in enumerate(self.makers)
        ]
        twice = next((k for k, a in enumerate(self.actors) if a in self.actors[:k]), None)
        if twice is not None:
            raise GmcrError(f"two decision makers are called `{self.actors[twice]}`", ("decisionMakers", twice, "name"))
        self.owners = self._owners()
        self.names = self._names()
        self.directions = [self._direction(k, name) for k, name in enumerate(self.names)]

    def read(self, most_states: int | None) -> GmcrFile:
        """Everything in the file."""
        infeasible = self._conditions(self.data, "infeasibles", "infeasible condition", ())
        if most_states is not None and len(self.names) <= ACTION_LIMIT:
            n_states = len(Combinations.every(self.names).without(infeasible).codes)
            if n_states > most_states:
                raise GmcrError(f"the options leave {n_states:,} states; at most {most_states:,} are read", ("options",))
        model, forms = self._model(infeasible, ("infeasibles",))
        remarks = tuple(self.remarks)
        perceived = []
        for k, (actor, maker) in enumerate(zip(self.actors, self.makers, strict=True)):
            unseen = self._conditions(maker, "misperceptions", f"misperception of `{actor}`", ("decisionMakers", k))
            if unseen:
                own, _ = self._model([*infeasible, *unseen], ("decisionMakers", k, "misperceptions"), whole=model)
                perceived.append(PerceivedModel(actor=actor, model=own))
        return GmcrFile(
            model=model,
            options=tuple(
                GmcrOption(name=name, actor=self.actors[owner], direction=direction)
                for name, owner, direction in zip(self.names, self.owners, self.directions, strict=True)
            ),
            infeasible=tuple(infeasible),
            forms=forms,
            perceived=tuple(perceived),
            coalitions=self._coalitions(),
            remarks=remarks,
        )

    def _owners(self) -> list[int]:
        """The decision maker of each option."""
        owners: list[int | None] = [None] * len(self.options)
        for k, maker in enumerate(self.makers):
            path = ("decisionMakers", k, "options")
            listed = maker.get("options")
            if not isinstance(listed, list):
                raise GmcrError(f"`{self.actors[k]}` has no list `options`", path)
            for j, option in enumerate(listed):
                place = self._option(option, f"`{self.actors[k]}`", (*path, j))
                if owners[place] is not None:
                    raise GmcrError(f"option {place} is controlled by two decision makers; that is not read", (*path, j))
                owners[place] = k
        found = [owner for owner in owners if owner is not None]
        if len(found) < len(owners):
            place = owners.index(None)
            raise GmcrError(f"option {place} is controlled by nobody", ("options", place))
        return found

    def _names(self) -> list[str]:
        """Names of the options, told apart by their decision maker where two are alike, then by number."""
        plain = [_text(option, "name", f"option {k}", ("options", k)) for k, option in enumerate(self.options)]
        told = [f"{n} ({self.actors[self.owners[k]]})" if plain.count(n) > 1 else n for k, n in enumerate(plain)]
        return [f"{n} #{told[:k].count(n) + 1}" if told.count(n) > 1 else n for k, n in enumerate(told)]

    def _option(self, value: object, where: str, path: Path) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < len(self.options):
            raise GmcrError(f"{where} refers to option {value}; there are {len(self.options)}, numbered from 0", path)
        return value

    def _conditions(self, holder: Mapping[str, Any], key: str, what: str, path: Path) -> list[Condition]:
        listed = holder.get(key, [])
        if not isinstance(listed, list):
            raise GmcrError(f"`{key}` is no list", (*path, key))
        return [self._condition(item, f"{what} {k + 1}", (*path, key, k)) for k, item in enumerate(listed)]

    def _condition(self, item: object, where: str, path: Path) -> Condition:
        """A list of options with Y or N, all of which hold; or a compound, some member of which does."""
        if len(path) > 2 * DEEPEST:
            raise GmcrError(f"{where} is nested deeper than {DEEPEST} compounds", path)
        if isinstance(item, dict):
            members = item.get("members")
            if not isinstance(members, list) or not members:
                raise GmcrError(f"{where} is a compound without members", path)
            return Or(tuple(self._condition(member, where, (*path, "members", k)) for k, member in enumerate(members)))
        if not isinstance(item, list) or not item:
            raise GmcrError(f"{where} is no list of options", path)
        parts: list[Condition] = []
        for k, pair in enumerate(item):
            if not isinstance(pair, list) or len(pair) != 2 or pair[1] not in ("Y", "N"):
                raise GmcrError(f"{where} has `{json.dumps(pair)}` where an option with Y or N is expected", (*path, k))
            taken = Taken(self.names[self._option(pair[0], where, (*path, k))])
            parts.append(taken if pair[1] == "Y" else Not(taken))
        return And(tuple(parts))

    def _model(
        self, infeasible: list[Condition], path: Path, whole: GraphModel | None = None
    ) -> tuple[GraphModel, tuple[Prioritized | Ranking, ...]]:
        """The graph model without some combinations; ``whole`` numbers the states where these leave some out.

        ``path`` leads to what excludes combinations.
        """
        actions = {
            actor: [n for n, o in zip(self.names, self.owners, strict=True) if o == k] for k, actor in enumerate(self.actors)
        }
        idle = next((k for k, actor in enumerate(self.actors) if not actions[actor]), None)
        if idle is not None:
            raise GmcrError(f"`{self.actors[idle]}` has no option", ("decisionMakers", idle, "options"))
        fixed = {n: d for n, d in zip(self.names, self.directions, strict=True) if d is not None}
        try:
            bare = GraphModel.from_actions(actions, infeasible=infeasible, irreversible=fixed)
        except GraphModelError as error:
            place = path if whole is not None else self._fault(actions, infeasible, fixed)
            raise GmcrError(f"{error}", place) from error
        forms = tuple(self._form(bare, whole or bare, k) for k in range(len(self.actors)))
        return bare.with_preferences(dict(zip(self.actors, forms, strict=True))), forms

    def _fault(self, actions: Mapping[str, list[str]], infeasible: list[Condition], fixed: Mapping[str, str]) -> Path:
        """The part to mend where the options make no model: too many, all of their combinations excluded, or none to move to."""
        if len(self.names) > ACTION_LIMIT:
            return ("options",)
        try:
            form, states = option_form(actions, infeasible, None, fixed)
        except GraphModelError:
            return ("infeasibles",)
        stuck = [k for k in range(len(self.actors)) if not len(form.arcs(k, len(states)).targets)]
        return ("decisionMakers", *stuck[:1], *(("options",) if stuck else ()))

    def _direction(self, option: int, name: str) -> str | None:
        direction = self.options[option].get("permittedDirection", "both")
        if direction not in ("both", *_DIRECTIONS):
            message = f"option `{name}` has the direction `{direction}`; there are `both`, `fwd` and `back`"
            raise GmcrError(message, ("options", option, "permittedDirection"))
        return _DIRECTIONS.get(direction)

    def _form(self, model: GraphModel, whole: GraphModel, actor: int) -> Prioritized | Ranking:
        maker = self.makers[actor]
        if self.data.get("useManualPreferenceRanking") or self.data.get("useManualPreferenceVectors"):
            key = "preferenceRanking" if "preferenceRanking" in maker else "preferenceVector"
            return self._ranking(model, whole, actor, key)
        statements = self._statements(model, actor)
        if not statements:
            text = f"`{self.actors[actor]}` has no preference that tells states apart: all are held equal"
            self._remark(text, actor, "preferences")
            return Ranking((model.states,))
        return Prioritized(tuple(statements))

    def _remark(self, text: str, actor: int, *path: str | int) -> None:
        self.remarks.append(GmcrRemark(text=text, path=("decisionMakers", actor, *path)))

    def _statements(self, model: GraphModel, actor: int) -> list[Condition]:
        """Conditions that tell states apart; the program keeps others, which change nothing."""
        options = model.options
        if options is None:
            return []
        kept, seen = [], set()
        who = self.actors[actor]
        listed = self._conditions(self.makers[actor], "preferences", f"preference of `{who}`", ("decisionMakers", actor))
        for k, condition in enumerate(listed):
            holds = options.truth(condition)
            if holds.all() or not holds.any():
                self._remark(f"preference {k + 1} of `{who}` is true in every state or none: left out", actor, "preferences", k)
            elif holds.tobytes() in seen or (~holds).tobytes() in seen:
                self._remark(f"preference {k + 1} of `{who}` is settled by an earlier one: left out", actor, "preferences", k)
            else:
                seen.add(holds.tobytes())
                kept.append(condition)
        return kept

    def _ranking(self, model: GraphModel, whole: GraphModel, actor: int, key: str) -> Ranking:
        who, path = self.actors[actor], ("decisionMakers", actor, key)
        listed = self.makers[actor].get(key)
        if not isinstance(listed, list):
            raise GmcrError(f"`{who}` has no manual ranking, and the file says rankings are manual", path)
        numbered = sorted(whole.states, key=lambda state: self._code(whole, state))
        groups, ranked, kept = [], set(), set(model.states)
        for k, item in enumerate(listed):
            group = []
            for number in item if isinstance(item, list) else [item]:
                if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= len(numbered):
                    raise GmcrError(f"`{who}` ranks state {number}; there are {len(numbered)}, numbered from 1", (*path, k))
                if number in ranked:
                    raise GmcrError(f"`{who}` ranks state {number} twice", (*path, k))
                ranked.add(number)
                if numbered[number - 1] in kept:
                    group.append(numbered[number - 1])
            if group:
                groups.append(tuple(group))
        missing = [number for number in range(1, len(numbered) + 1) if number not in ranked]
        if missing:
            named = ", ".join(str(number) for number in missing[:_NAMED])
            more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
            message = f"the ranking of `{who}` omits state{'s' if missing[1:] else ''} {named}{more} of {len(numbered)}"
            raise GmcrError(message, path)
        return Ranking(tuple(groups))

    def _code(self, model: GraphModel, state: str) -> int:
        """The code of a state with the file's order of options, which may run across decision makers."""
        actions = model.options.actions if model.options is not None else ()
        return sum(1 << self.names.index(a) for a, letter in zip(actions, state, strict=True) if letter == "Y")

    def _coalitions(self) -> tuple[tuple[str, ...], ...]:
        found = []
        listed = self.data.get("coalitions", [])
        if not isinstance(listed, list):
            raise GmcrError("`coalitions` is no list", ("coalitions",))
        for k, group in enumerate(listed):
            members = group if isinstance(group, list) else [group]
            if any(isinstance(m, bool) or not isinstance(m, int) or not 0 <= m < len(self.actors) for m in members):
                raise GmcrError(f"coalition `{json.dumps(group)}` has a member that is no decision maker", ("coalitions", k))
            if len(members) > 1:
                found.append(tuple(self.actors[m] for m in members))
        return tuple(found)


_CUT_SHORT = re.compile(r"\s*|(t|tr|tru|f|fa|fal|fals|n|nu|nul|-)\s*")
"""What is left of a text that ends within its last word."""


def _no_json(text: str, error: json.JSONDecodeError) -> GmcrError:
    """Why a text is no JSON: there is none, it breaks off, or something in it is wrong."""
    end = len(text.rstrip())
    if not end:
        return GmcrError("the text is no JSON: it is empty", position=0)
    if error.msg.startswith("Unterminated string"):
        return GmcrError("the text is no JSON: it breaks off within the quotes that open here", position=error.pos)
    if _CUT_SHORT.fullmatch(text, error.pos):
        return GmcrError("the text is no JSON: it breaks off here, before the conflict ends", position=min(error.pos, end))
    return GmcrError(f"the text is no JSON: {error.msg}", position=error.pos)


def _objects(data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    listed = data.get(key)
    if not isinstance(listed, list) or not listed:
        raise GmcrError(f"the conflict has no list `{key}`", (key,))
    odd = next((k for k, item in enumerate(listed) if not isinstance(item, dict)), None)
    if odd is not None:
        raise GmcrError(f"an item of `{key}` is no object", (key, odd))
    return listed


def _text(holder: Mapping[str, Any], key: str, where: str, path: Path) -> str:
    value = holder.get(key)
    if not isinstance(value, str) or not value.strip():
        raise GmcrError(f"{where} has no `{key}`", (*path, key))
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise GmcrError(f"the `{key}` of {where} has half of a character in it", (*path, key))
    return value
