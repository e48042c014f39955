"""Codes 42x and 43x: what the moves of a case say as a whole."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MOVES"]

_PARTS: Mapping[str, str] = {
    "actions": "  actions:\n"
    "    lock: {actor: city, name: Lock the gates, because: [said]}\n"
    "    strike: {actor: union, name: Strike, because: [said]}\n",
    "never": "",
    "states": "",
    "forbidden": "",
    "arcs": "",
    "status_quo": "  status_quo: {taken: [], because: [said]}\n",
    "city": "    city:\n      - {wants: not strike, because: [said]}\n",
    "union": "    union:\n      - {wants: not lock, because: [said]}\n",
}
_THREE = (
    "  states: {talks: Talks go on, walkout: The union walks out, shutdown: The port is shut}\n",
    "  arcs:\n"
    "    - {actor: union, from: talks, to: walkout, because: [said]}\n"
    "    - {actor: city, from: walkout, to: shutdown, because: [said]}\n",
    "  status_quo: {state: talks, because: [said]}\n",
)
_OFFERS = (
    "packages:\n  long: {terms: {lease: ten_years, rent: 40, access: open}}\n"
    "preferences:\n  city:\n    - {rank: {lease: ten_years > two_years > none}, because: [said]}\n"
)


def _moves(**changed: str) -> str:
    """A section with two actors and an action each, some of its parts changed."""
    parts = {**_PARTS, **changed}
    head = [text for name, text in parts.items() if name not in ("city", "union")]
    return "moves:\n" + "".join(head) + "  preferences:\n" + parts["city"] + parts["union"]


def _direct(city: str, union: str) -> str:
    """The same with states and arcs."""
    states, arcs, status_quo = _THREE
    said = {name: f"    {name}:\n{text}" for name, text in (("city", city), ("union", union))}
    return _moves(actions="", states=states, arcs=arcs, status_quo=status_quo, **said)


def _row(text: str) -> str:
    return f"      - {{{text}, because: [said]}}\n"


_RANKED = _row("rank: talks > walkout > shutdown")

MOVES: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "DET420",
        "no state is left",
        "What stands under `never` excludes every combination of actions. Where several exclusions do so together, those "
        "named are a smallest such set.",
        _moves(never="  never:\n    some: {holds: lock or not lock, because: [said]}\n"),
        _moves(never="  never:\n    both: {holds: lock and strike, because: [said]}\n"),
    ),
    (
        "DET421",
        "an actor without moves",
        "An actor takes part in the moves by its actions or arcs. With actions, what is excluded or merged may leave it no step; "
        "without any, its preferences change nothing. A party with neither gets a note: it may have been forgotten.",
        _moves(union=_PARTS["union"] + "    bank:\n      - {wants: strike, because: [said]}\n")
        + "actors:\n  city: {name: The City, role: party}\n  union: {name: The union, role: party}\n"
        "  bank: {name: The bank, role: outside}\n",
        _moves(),
    ),
    (
        "DET422",
        "comparisons that contradict each other",
        "A pair of states compares in one way; of two wishes none is the opposite of the other; and where `transitive` is "
        "set, no state comes out better than itself.",
        _direct(_row("prefers: talks > walkout") + _row("prefers: walkout > talks"), _RANKED),
        _direct(_row("prefers: talks > walkout") + _row("prefers: walkout > shutdown"), _RANKED),
    ),
    (
        "DET423",
        "unknown state",
        "The moves have no such state. States go by the ids under `states`; a combination of actions without a name goes by "
        "the actions taken in it, joined by `+`, and by `nothing` where none is.",
        _direct(_row("prefers: talks > strike"), _RANKED),
        _direct(_row("prefers: talks > walkout"), _RANKED),
    ),
    (
        "DET424",
        "unknown action",
        "The moves have no action of this id.",
        _moves(city="    city:\n      - {wants: not strik, because: [said]}\n"),
        _moves(city="    city:\n      - {wants: not strike, because: [said]}\n"),
    ),
    (
        "DET425",
        "what no state satisfies",
        "A state is some combination that can be, and what an actor wants holds somewhere. A step leads to another state.",
        _moves(city=_PARTS["city"] + "      - {wants: lock and not lock, because: [said]}\n"),
        _moves(city=_PARTS["city"] + "      - {wants: lock, because: [said]}\n"),
    ),
    (
        "DET426",
        "what tells no states apart",
        "An exclusion that excludes nothing and a wish that every state satisfies say nothing. A state that every "
        "combination is leaves no other.",
        _moves(city=_PARTS["city"] + "      - {wants: lock or not lock, because: [said]}\n"),
        _moves(city=_PARTS["city"] + "      - {wants: lock, because: [said]}\n"),
    ),
    (
        "DET427",
        "states that overlap",
        "Each combination of actions is one state. Where two states hold in the same combination, nobody knows which it is.",
        _moves(
            states="  states:\n    shut: {when: lock}\n    silent: {when: lock or strike}\n",
            union=_PARTS["city"].replace("city", "union"),
        ),
        _moves(
            states="  states:\n    shut: {when: lock}\n    silent: {when: not lock and strike}\n", union=_PARTS["union"]
        ).replace("wants: not strike", "wants: not lock"),
    ),
    (
        "DET428",
        "a status quo that cannot be",
        "What stands under `never` excludes the actions that the status quo says are taken.",
        _moves(
            never="  never:\n    both: {holds: lock and strike, because: [said]}\n",
            status_quo="  status_quo: {taken: [lock, strike], because: [said]}\n",
        ),
        _moves(
            never="  never:\n    both: {holds: lock and strike, because: [said]}\n",
            status_quo="  status_quo: {taken: [strike], because: [said]}\n",
        ),
    ),
    (
        "DET429",
        "a ranking omits states",
        "`rank` names every state. Where only some comparisons are known, use `prefers`: what it leaves out is unknown.",
        _direct(_row("rank: talks > walkout"), _RANKED),
        _direct(_row("rank: talks > walkout ~ shutdown"), _RANKED),
    ),
    (
        "DET430",
        "forms that do not go together",
        "An actor's comparisons have one form: wishes over actions (`wants`, `unordered`), one ranking (`rank`), pairs "
        "(`prefers`, `unknown`, `unstated`, `transitive`) or its values (`values`). Either every wish has a weight or none.",
        _moves(city=_PARTS["city"] + "      - {prefers: nothing > strike, because: [said]}\n"),
        _moves(city="    city:\n      - {prefers: nothing > strike, because: [said]}\n"),
    ),
    (
        "DET431",
        "an actor that moves and compares nothing",
        "Without preferences every comparison of this actor is unknown. That may be so; then say it.",
        _moves(union=""),
        _moves(union="    union:\n      - {unstated: unknown}\n"),
    ),
    (
        "DET432",
        "a wish that tells apart what a state joins",
        "A state that joins several combinations is one state to everyone, so a wish holds in all of them or in none.",
        _moves(states="  states:\n    shut: {when: lock}\n"),
        _moves(states="  states:\n    shut: {when: lock}\n", city="    city:\n      - {wants: lock, because: [said]}\n"),
    ),
    (
        "DET433",
        "a step forbidden that nobody can make",
        "An actor changes its own actions, one or several at once. Only such a step can be forbidden.",
        _moves(forbidden="  forbidden:\n    - {actor: city, from: nothing, to: strike, because: [said]}\n"),
        _moves(forbidden="  forbidden:\n    - {actor: union, from: nothing, to: strike, because: [said]}\n"),
    ),
    (
        "DET434",
        "values that compare no states",
        "`values` compares states by the packages they come to, as a party values these. Two states or more need a package; "
        "`no_deal` counts where it is said what no deal is worth to the party.",
        _OFFERS + _moves(city="    city:\n      - {values: true, because: [said]}\n"),
        "packages:\n  long: {terms: {lease: ten_years, rent: 40, access: open}}\n"
        "  short: {terms: {lease: two_years, rent: 40, access: open}}\n"
        "preferences:\n  city:\n    - {rank: {lease: ten_years > two_years > none}, because: [said]}\n"
        + _moves(
            states="  states:\n    quiet: {when: not lock and not strike, package: long, because: [said]}\n"
            "    picket: {when: strike and not lock, package: short, because: [said]}\n",
            city="    city:\n      - {values: true, because: [said]}\n",
        ),
    ),
    (
        "DET435",
        "a state named like another combination",
        "A combination without a name goes by the actions taken in it. A state that is called like an action, or `nothing`, "
        "must then be that combination.",
        _moves(
            states="  states:\n    strike: {when: lock and strike}\n",
        ),
        _moves(
            states="  states:\n    both: {when: lock and strike}\n",
        ),
    ),
    (
        "DET436",
        "not said where the conflict stands",
        "`status_quo` says which actions are taken on the day of the case. Without it the moves answer which states would "
        "hold, and not whether the deadlock does.",
        _moves(status_quo=""),
        _moves(),
    ),
)
