"""A conflict saved by GMCR+ as a case of moves: options become actions, and how actors compare states becomes statements.

Every name is kept, as the name of an actor or an action; ids are made of them. What the file says of an actor rests on one
claim that names the file. A case holds neither misperceptions nor coalitions, and such a file no status quo: all three
are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from detente.casefile.source import Report, SourceFile, listed
from detente.interop.files import TextFile, start_of
from detente.interop.gmcr_file import GmcrError, GmcrFile, read_gmcr
from detente.interop.ids import ids_of
from detente.interop.json_places import place_of, span_at
from detente.interop.problem_case import CaseHead
from detente.model.actor import Actor, Role
from detente.model.case import Case
from detente.model.condition import And, Condition, Iff, Implies, Not, Or, Taken
from detente.model.evidence import Claim, ClaimKind, Source
from detente.model.move import Action, Direction, Exclusion, MovePreference, Moves, Ranking, Step, Unstated, Want, combination_id
from detente.questions.stability import preference_forms as forms

__all__ = ["case_of_gmcr", "is_gmcr"]

MOST_STATES = 65_536
"""States a case has at most."""
LISTED = 200
"""States held equal that are written one by one; more are held equal by saying nothing of them."""
_RESERVED = frozenset({"if", "iff", "nothing"})
"""Words of conditions and states that the ids of other programs' files may otherwise have."""


def is_gmcr(file: TextFile) -> bool:
    """Whether a text is a conflict of GMCR+: an object of JSON that speaks of decision makers, or named ``.gmcr``."""
    return (file.text.lstrip().startswith("{") and '"decisionMakers"' in file.text) or file.path.suffix.lower() == ".gmcr"


def case_of_gmcr(file: TextFile, head: CaseHead, report: Report) -> Case | None:
    """The case of a conflict; ``None`` when the file is wrong, which is reported at its place."""
    try:
        found = read_gmcr(file.text, most_states=MOST_STATES)
    except GmcrError as error:
        _refuse(error, file.source, report)
        return None
    _tell(found, file.source, report)
    return _Making(found, file, head).case()


def _refuse(error: GmcrError, source: SourceFile, report: Report) -> None:
    if error.position is not None:
        advice = "save the conflict again in the program it comes from"
        report.error("DET635", f"{error}", span_at(source, error.position), help=advice)
        return
    is_json = not f"{error}".startswith("the text is no JSON")
    place = place_of(source, error.path) if is_json else start_of(source.name)
    advice = "mend it here, or in the program the file comes from, and save it again"
    report.error("DET636" if is_json else "DET635", f"{error}", place, help=advice)


def _tell(found: GmcrFile, source: SourceFile, report: Report) -> None:
    """DET637 and DET638: what is read otherwise than it stands, and what a case has no place for."""
    for remark in found.remarks:
        report.note("DET637", remark.text, place_of(source, remark.path), help="it changes no comparison of two states")
    makers = list(found.model.actors)
    for perceived in found.perceived:
        place = place_of(source, ("decisionMakers", makers.index(perceived.actor), "misperceptions"))
        advice = "a case has one view of the states; the hypergame functions of Python take a model for each actor"
        report.note("DET638", f"what `{perceived.actor}` takes for infeasible is left out", place, help=advice)
    if found.coalitions:
        groups = "; ".join(listed(group) for group in found.coalitions)
        advice = "every coalition is looked at where coalitions are asked about, so none needs to be named"
        report.note("DET638", f"coalitions are left out: {groups}", place_of(source, ("coalitions",)), help=advice)


class _Making:
    """A case in the making: the ids of what the file names."""

    def __init__(self, found: GmcrFile, file: TextFile, head: CaseHead) -> None:
        self.found = found
        self.file = file
        self.head = head
        self.actors = dict(zip(found.model.actors, ids_of(found.model.actors, "actor"), strict=True))
        names = [option.name for option in found.options]
        wanted = [f"action {name}" if name.strip().lower() in _RESERVED else name for name in names]
        self.actions = dict(zip(names, ids_of(wanted, "action"), strict=True))

    def case(self) -> Case:
        name, day = self.file.path.name, self.head.as_of
        return Case(
            slug=self.head.slug,
            title=self.head.title,
            as_of=day,
            question="Which states would nobody leave?",
            notes="Converted. The file does not say where the conflict stands.",
            sources=(Source(id="file", publisher="A file of GMCR+", title=name, date=day),),
            claims=tuple(
                Claim(
                    id=f"{actor}_model",
                    text=f"The file gives the options and preferences of {label}.",
                    kind=ClaimKind.ASSESSMENT,
                    source="file",
                    said_by=(),
                    said_on=day,
                )
                for label, actor in self.actors.items()
            ),
            actors=tuple(
                Actor(id=actor, name=label, role=Role.PARTY, because=(f"{actor}_model",)) for label, actor in self.actors.items()
            ),
            issues=(),
            moves=self._moves(),
        )

    def _moves(self) -> Moves:
        everyone = tuple(f"{actor}_model" for actor in self.actors.values())
        actions = tuple(
            Action(
                id=self.actions[option.name],
                actor=self.actors[option.actor],
                name=option.name,
                direction=Direction(option.direction) if option.direction is not None else None,
                because=(f"{self.actors[option.actor]}_model",),
            )
            for option in self.found.options
        )
        never = tuple(
            Exclusion(id=f"infeasible-{k}", excluded=_renamed(condition, self.actions), because=everyone)
            for k, condition in enumerate(self.found.infeasible, 1)
        )
        return Moves(
            actions=actions,
            never=never,
            preferences=tuple(
                statement
                for label, form in zip(self.found.model.actors, self.found.forms, strict=True)
                for statement in self._statements(self.actors[label], form)
            ),
        )

    def _statements(self, actor: str, form: forms.Prioritized | forms.Ranking) -> tuple[MovePreference, ...]:
        because = (f"{actor}_model",)
        if isinstance(form, forms.Prioritized):
            return tuple(
                Want(id=f"{actor}-{k}", actor=actor, wants=_renamed(wish, self.actions), because=because)
                for k, wish in enumerate((w for w in form.statements if isinstance(w, Condition)), 1)
            )
        groups = [(group,) if isinstance(group, str) else group for group in form.groups]
        if len(groups) == 1 and not 1 < len(groups[0]) <= LISTED:
            return (Unstated(id=f"{actor}-1", actor=actor, is_equal=True, because=because),)
        states = [self._state(state) for group in groups for state in group]
        group_of = [k for k, group in enumerate(groups) for _ in group]
        steps = tuple(Step.EQUAL if one == other else Step.ABOVE for one, other in pairwise(group_of))
        return (Ranking(id=f"{actor}-1", actor=actor, states=tuple(states), steps=steps, because=because),)

    def _state(self, letters: str) -> str:
        """What the case calls a state of the model."""
        options = self.found.model.options
        names = options.actions if options is not None else ()
        taken = {name for name, letter in zip(names, letters, strict=True) if letter == "Y"}
        return combination_id([self.actions[option.name] for option in self.found.options if option.name in taken])


def _renamed(condition: Condition, ids: Mapping[str, str]) -> Condition:
    """A condition over ids in place of names, without brackets that hold a single part."""
    match condition:
        case Taken(action=action):
            return Taken(ids[action])
        case Not(part=part):
            return Not(_renamed(part, ids))
        case And(parts=parts) | Or(parts=parts):
            new = tuple(_renamed(part, ids) for part in parts)
            return new[0] if len(new) == 1 else type(condition)(new)
        case Implies(condition=given, consequence=consequence):
            return Implies(_renamed(given, ids), _renamed(consequence, ids))
        case Iff(first=first, second=second):
            return Iff(_renamed(first, ids), _renamed(second, ids))
