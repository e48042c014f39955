"""What the section ``moves`` may hold."""

from __future__ import annotations

from typing import Any

from detente.casefile.kinds import Each, Either, Field, Items, Record
from detente.casefile.reading import Kind
from detente.casefile.scalars import Choice, Flag, Ident, Text
from detente.casefile.schema_fields import JUDGED, NUMBER
from detente.casefile.syntax import ListNode, Node, ScalarNode
from detente.model.move import Direction

__all__ = ["MOVES", "MOVE_STATEMENT_KINDS"]

_CONDITION = "actions joined by `not`, `and`, `or`, `implies`, `if`, `iff`"

_ACTION = Record(
    "an action",
    {
        "actor": Field(Ident("who can do it"), required=True),
        "name": Field(Text("the action in words; the id in words when absent")),
        "direction": Field(Choice(tuple(d.value for d in Direction), "irreversible: it can only be taken, or only be dropped")),
        **JUDGED,
    },
)
_EXCLUSION = Record(
    "an exclusion",
    {
        "holds": Field(Text(f"what can never be: {_CONDITION}"), required=True),
        "name": Field(Text("the exclusion in words")),
        **JUDGED,
    },
)
_STATE_RECORD = Record(
    "a state",
    {
        "name": Field(Text("the state in words; the id in words when absent")),
        "when": Field(Text(f"every combination in which this holds is this state: {_CONDITION}")),
        "package": Field(Ident("what it comes to: a named package, a complete proposal, or no_deal")),
        "agreement": Field(Flag("whether an agreement makes it; where one is marked true, these alone count as deals")),
        **JUDGED,
    },
)
_STATE = Either(Text("the state in words"), _STATE_RECORD)
_ARC = Record(
    "a step",
    {
        "actor": Field(Ident(), required=True),
        "from": Field(Text("the state it leaves"), required=True),
        "to": Field(Text("the state it leads to"), required=True),
        **JUDGED,
    },
)
_STANDING = Record(
    "a status quo",
    {
        "taken": Field(Items(Ident(), about="the actions that are taken")),
        "state": Field(Text("the id of a state")),
        **JUDGED,
    },
    one_of=("taken", "state"),
)


class _StatusQuo:
    """A state, a list of the actions taken, or a record with either and what it rests on."""

    _state: Kind = Text("the id of a state")
    _taken: Kind = Items(Ident(), about="the actions that are taken")

    def read(self, node: Node, report: Any) -> Any:
        """Whichever form it has."""
        if isinstance(node, ScalarNode):
            return self._state.read(node, report)
        return (self._taken if isinstance(node, ListNode) else _STANDING).read(node, report)

    def json(self) -> dict[str, Any]:
        """Any of the forms."""
        forms = [self._state.json(), self._taken.json(), _STANDING.json()]
        return {"anyOf": forms, "description": "where the conflict stands"}


MOVE_STATEMENT_KINDS = ("wants", "unordered", "rank", "prefers", "unknown", "unstated", "transitive", "values")
_STATEMENT = Record(
    "a preference over states",
    {
        "wants": Field(Text(f"what the actor would rather see, most important first: {_CONDITION}")),
        "weight": Field(NUMBER),
        "unordered": Field(Flag("which of the wishes matters more is unknown")),
        "rank": Field(Text("every state, best first: a > b ~ c >> d")),
        "prefers": Field(Text("states, each against the next: a > b, a >> b, a ~ b")),
        "unknown": Field(Items(Text(), at_least=2, about="states whose comparison is unknown")),
        "unstated": Field(Choice(("equal", "unknown"), "pairs that no comparison names; unknown when absent")),
        "transitive": Field(Flag("what follows from comparisons in a row holds too")),
        "values": Field(Flag("states compare as the actor values their packages, in each reading")),
        **JUDGED,
    },
    one_of=MOVE_STATEMENT_KINDS,
)

MOVES = Record(
    "`moves`",
    {
        "actions": Field(Each(_ACTION, at_least=1, about="what an actor can do or leave")),
        "never": Field(Each(_EXCLUSION, about="combinations of actions that cannot be")),
        "states": Field(Each(_STATE, about="states with a name; without actions, all of them")),
        "forbidden": Field(Items(_ARC, about="single steps that cannot be made although the actions would allow them")),
        "arcs": Field(Items(_ARC, at_least=1, about="without actions: the steps there are")),
        "status_quo": Field(_StatusQuo()),
        "preferences": Field(Each(Items(_STATEMENT), about="per actor, how it compares states")),
        "sees": Field(
            Each(
                Each(Items(_STATEMENT, at_least=1), at_least=1, about="per other actor, how it is taken to compare states"),
                about="per actor, what it takes others to prefer, where that is not what `preferences` says of them",
            )
        ),
    },
    one_of=("actions", "arcs"),
    about="what each actor can do by itself, and how each compares the states that follow",
)
