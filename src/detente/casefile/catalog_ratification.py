"""Codes 437 to 449: what the ratification of a case says as a whole."""

from __future__ import annotations

__all__ = ["RATIFICATION"]

_ACTORS = (
    "actors:\n"
    "  city: {name: The City, role: party}\n"
    "  union: {name: The union, role: party}\n"
    "  left: {name: The left of the council, role: faction, part_of: city}\n"
    "  right: {name: The right of the council, role: faction, part_of: city}\n"
    "  mayor: {name: The mayor, role: faction, part_of: city}\n"
    "  shop: {name: The shop stewards, role: faction, part_of: union}\n"
)
_LEFT = "      left: [{opposes: lease = ten_years, because: [said]}]\n"
_RIGHT = "      right: [{supports: lease = ten_years, because: [said]}]\n"
_MAYOR = "      mayor: [{judges_as: city, because: [said]}]\n"
_COUNCIL = "      council: {members: {left: 6, right: 5}, because: [said]}\n"


def side(
    *,
    bodies: str = _COUNCIL,
    passes: str = "quota(6 of council)",
    more: str = "",
    stances: str = _LEFT + _RIGHT,
    party: str = "city",
) -> str:
    """The actors of the examples, and a side with a council of two factions, some of its parts changed."""
    head = f"ratification:\n  {party}:\n    because: [said]\n" + ("    bodies:\n" + bodies if bodies else "")
    return _ACTORS + head + f"    passes: {passes}\n" + more + ("    stances:\n" + stances if stances else "")


_GOVERNMENT = "    government: quota(9 of council)\n    leader: mayor\n"

RATIFICATION: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "DET437",
        "a rule that can never pass",
        "No set of supporters meets the rule or one of its clauses: it asks for more votes than there are.",
        side(passes="quota(12 of council)"),
        side(passes="quota(11 of council)"),
    ),
    (
        "DET438",
        "a rule that always passes",
        "The rule or one of its clauses is met without any supporter, so it asks nobody.",
        side(passes="quota(0 of council)"),
        side(passes="quota(1 of council)"),
    ),
    (
        "DET439",
        "votes that do not add up",
        "The votes of the members and of those outside are not the size of the body, or nobody has a vote.",
        side(bodies="      council: {size: 15, members: {left: 6, right: 5}, because: [said]}\n"),
        side(bodies="      council: {size: 11, members: {left: 6, right: 5}, because: [said]}\n"),
    ),
    (
        "DET440",
        "a member in two bodies",
        "The same member sits in two bodies. That may be so, a party has votes in a chamber and in a cabinet; then say it.",
        side(
            bodies=_COUNCIL + "      board: {members: {left: 1, right: 2}, because: [said]}\n",
            passes="quota(6 of council) and majority(board)",
            more="    in_several: [left]\n",
        ),
        side(
            bodies=_COUNCIL + "      board: {members: {left: 1, right: 2}, because: [said]}\n",
            passes="quota(6 of council) and majority(board)",
            more="    in_several: [left, right]\n",
        ),
    ),
    (
        "DET441",
        "a body that decides over itself",
        "A body is a member of itself, or its rule asks a body that asks it in turn.",
        side(bodies="      council: {members: {left: 6, right: 5, council: 1}, because: [said]}\n"),
        side(bodies="      council: {members: {left: 6, right: 5}, because: [said]}\n"),
    ),
    (
        "DET442",
        "a side that is no party",
        "Ratification is asked of a party at the table. A faction is a member of a body of its party.",
        side(party="mayor"),
        side(party="city"),
    ),
    (
        "DET443",
        "a leader of another side",
        "The leader is the party itself or an actor that is, at whatever remove, a part of it.",
        side(more="    leader: shop\n"),
        side(more="    leader: mayor\n"),
    ),
    (
        "DET444",
        "a stance of somebody without a vote",
        "The actor has no seat in a body of the side, no veto in a rule and is not its leader, so its stance decides nothing.",
        side(stances=_LEFT + _RIGHT + _MAYOR),
        side(stances=_LEFT + _RIGHT + _MAYOR, passes="quota(6 of council) and veto(mayor)"),
    ),
    (
        "DET445",
        "stances that contradict each other",
        "An actor supports just what it opposes, judges as two others, or in the end as itself.",
        side(
            stances=_LEFT + "      right: [{supports: lease = ten_years, because: [said]}, "
            "{opposes: lease = ten_years, because: [said]}]\n"
        ),
        side(
            stances=_LEFT + "      right: [{supports: lease = ten_years, because: [said]}, "
            "{opposes: lease = two_years, because: [said]}]\n"
        ),
    ),
    (
        "DET446",
        "who leaves no government",
        "To leave, an actor must be a partner of a government: name `government`, what must hold for it to stand, and give its "
        "partners votes there.",
        side(
            stances=_LEFT + "      right: [{supports: lease = two_years, because: [said]}, "
            "{leaves_over: lease = ten_years, because: [said]}]\n"
        ),
        side(
            stances=_LEFT + "      right: [{supports: lease = two_years, because: [said]}, "
            "{leaves_over: lease = ten_years, because: [said]}]\n",
            more=_GOVERNMENT,
        ),
    ),
    (
        "DET447",
        "a body nobody asks",
        "No rule names the body, directly or through another one, so its votes decide nothing.",
        side(bodies=_COUNCIL + "      board: {members: {mayor: 1}, because: [said]}\n", stances=_LEFT + _RIGHT + _MAYOR),
        side(
            bodies=_COUNCIL + "      board: {members: {mayor: 1}, because: [said]}\n",
            passes="quota(6 of council) and unanimity(board)",
            stances=_LEFT + _RIGHT + _MAYOR,
        ),
    ),
    (
        "DET448",
        "pressure that changes nothing",
        "Pressure adds to what packages are worth to an actor. Of this one nothing is said that packages could be worth.",
        side(more="    pressure:\n      - {by: shop, on: right, for: rent > 40, points: 5, because: [said]}\n"),
        side(
            more="    pressure:\n      - {by: shop, on: right, for: rent > 40, points: 5, because: [said]}\n",
            stances=_LEFT + "      right: [{judges_as: city, because: [said]}]\n",
        ),
    ),
    (
        "DET449",
        "votes that stay open",
        "Nothing says how these actors would vote on any package. Their votes are counted both ways, and the answer says so.",
        side(stances=_LEFT),
        side(),
    ),
)
