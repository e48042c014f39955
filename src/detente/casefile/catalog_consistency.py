"""Codes 4xx: what a case says as a whole."""

from __future__ import annotations

__all__ = ["CONSISTENCY"]

_PORT = "actors:\n  city: {name: The City, role: party}\n  union: {name: The union, role: party}\n"
_PACKAGE = "lease: two_years, rent: 40, access: open"
_ACCEPTED = (
    f"proposals:\n  plan:\n    by: [union]\n    date: 2024-04-11\n    terms: {{{_PACKAGE}}}\n    because: [said]\n"
    "    responses:\n      city: {answer: accepted, because: [said]}\n"
)

CONSISTENCY: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "DET401",
        "named twice in a ranking",
        "An option, an issue or a package stands once in a ranking. What is equally good is joined by `~`.",
        "preferences:\n  city:\n    - {rank: {lease: ten_years > two_years > none > two_years}, because: [said]}\n",
        "preferences:\n  city:\n    - {rank: {lease: ten_years > two_years > none}, because: [said]}\n",
    ),
    (
        "DET402",
        "a ranking omits options",
        "The ranking is used as it is. But it fixes neither the best nor the worst option, so these are drawn unless "
        "another statement says them.",
        "preferences:\n  city:\n    - {rank: {lease: ten_years > none}, because: [said]}\n",
        "preferences:\n  city:\n    - {rank: {lease: ten_years > two_years > none}, because: [said]}\n",
    ),
    (
        "DET403",
        "a formula that never holds",
        "No package satisfies the formula, whatever the other issues. Often `and` stands where `or` is meant.",
        "deal_requires:\n  lease: {requires: lease = two_years and lease = ten_years, because: [said]}\n",
        "deal_requires:\n  lease: {requires: lease = two_years or lease = ten_years, because: [said]}\n",
    ),
    (
        "DET404",
        "a formula that always holds",
        "Every package satisfies the formula, so it says nothing.",
        "demands:\n  long: {actor: city, asks: lease >= none, because: [said]}\n",
        "demands:\n  long: {actor: city, asks: lease > none, because: [said]}\n",
    ),
    (
        "DET405",
        "rules that exclude each other",
        "No package satisfies all rules of `feasibility` and `deal_requires`. The rules named are a smallest such set: "
        "without any one of "
        "them the others can be met.",
        "feasibility:\n  short: {requires: lease != ten_years, because: [said]}\n"
        "deal_requires:\n  long: {requires: lease = ten_years, because: [said]}\n",
        "feasibility:\n  short: {requires: lease != ten_years, because: [said]}\n"
        "deal_requires:\n  long: {requires: lease = two_years, because: [said]}\n",
    ),
    (
        "DET406",
        "a proposal says nothing on an issue",
        "Say what the silence means: `not_in_deal` keeps the issue on the no-deal path, `left_open` leaves it open. "
        "Nothing is filled in unasked.",
        "proposals:\n  april: {by: [city], date: 2024-04-08, terms: {lease: two_years, rent: 40}, because: [said]}\n",
        "proposals:\n  april: {by: [city], date: 2024-04-08, terms: {lease: two_years, rent: 40}, silence: left_open, "
        "because: [said]}\n",
    ),
    (
        "DET407",
        "an answer by someone not at the table",
        "Responses are those of parties. What others said of a proposal is a claim.",
        f"{_PORT}  bank: {{name: The bank, role: outside}}\n"
        f"proposals:\n  april:\n    by: [city]\n    date: 2024-04-08\n    terms: {{{_PACKAGE}}}\n    because: [said]\n"
        "    responses:\n      bank: {answer: studying, because: [said]}\n",
        f"{_PORT}proposals:\n  april:\n    by: [city]\n    date: 2024-04-08\n    terms: {{{_PACKAGE}}}\n    because: [said]\n"
        "    responses:\n      union: {answer: studying, because: [said]}\n",
    ),
    (
        "DET408",
        "an actor that is part of itself",
        "`part_of` names the whole, and no whole is a part of its own part.",
        "actors:\n  city: {name: The City, role: party, part_of: union}\n  union: {name: The union, role: party, "
        "part_of: city}\n",
        "actors:\n  city: {name: The City, role: party}\n  union: {name: The union, role: party}\n"
        "  board: {name: The board, role: faction, part_of: union}\n",
    ),
    (
        "DET409",
        "fewer than two parties",
        "Parties are at the table and must agree. With one party there is nobody to agree with; with none there is no question.",
        "actors:\n  city: {name: The City, role: party}\n  union: {name: The union, role: outside}\n",
        _PORT,
    ),
    (
        "DET410",
        "no no-deal path",
        "Whether a deal is acceptable depends on what happens without one. `no_deal` says what then holds on each issue.",
        "no_deal:\n  drift: Ships move to another port.\n",
        "no_deal:\n  path: {lease: none, rent: 0, access: open}\n  because: [said]\n",
    ),
    (
        "DET411",
        "not said what a deal is",
        "Without `deal_requires` every package but the no-deal path counts as a deal, also one that changes next to nothing.",
        "a case without the section `deal_requires`",
        "deal_requires:\n  lease: {requires: lease != none, because: [said]}\n",
    ),
    (
        "DET412",
        "points that do not add up",
        "Points count from the worst option up: the worst option of every issue has 0, and the best options of all "
        "issues come to 100 together.",
        "preferences:\n  city:\n"
        "    - {points: {lease: {ten_years: 50, two_years: 20, none: 0}}, because: [said]}\n"
        "    - {points: {rent: {100: 30, 0: 0}}, because: [said]}\n"
        "    - {points: {access: {open: 10, closed: 0}}, because: [said]}\n",
        "preferences:\n  city:\n"
        "    - {points: {lease: {ten_years: 50, two_years: 20, none: 0}}, because: [said]}\n"
        "    - {points: {rent: {100: 40, 0: 0}}, because: [said]}\n"
        "    - {points: {access: {open: 10, closed: 0}}, because: [said]}\n",
    ),
    (
        "DET413",
        "statements that contradict each other",
        "No values satisfy all that is said of an actor: its preferences, what no deal is worth to it, and its answers "
        "on record. The statements "
        "named are a smallest such set, so changing any one of them is enough.",
        "preferences:\n  city:\n"
        "    - {importance: lease > rent, because: [said]}\n"
        "    - {importance: rent > lease, because: [said]}\n",
        "preferences:\n  city:\n    - {importance: lease > rent, because: [said]}\n",
    ),
    (
        "DET414",
        "a knot outside the range",
        "Knots are numbers between the two ends of a numeric issue, where the value of the issue may bend.",
        "issues:\n  lease: {question: How long?, ordered: true, options: [none, two_years, ten_years]}\n"
        "  rent: {question: What rent?, range: {from: 0, to: 100, step: 20, unit: euros}, knots: [0, 40, 120]}\n"
        "  access: {question: Who may use it?, options: [open, closed]}\n",
        "issues:\n  lease: {question: How long?, ordered: true, options: [none, two_years, ten_years]}\n"
        "  rent: {question: What rent?, range: {from: 0, to: 100, step: 20, unit: euros}, knots: [0, 40, 100]}\n"
        "  access: {question: Who may use it?, options: [open, closed]}\n",
    ),
    (
        "DET415",
        "a package that is not complete",
        "Named packages have an option on every issue. Only complete packages can be compared.",
        "packages:\n  offer: {terms: {lease: two_years, rent: 40}}\n",
        f"packages:\n  offer: {{terms: {{{_PACKAGE}}}}}\n",
    ),
    (
        "DET416",
        "the no-deal path misses an issue",
        "Say what holds on every issue without a deal. A proposal with `silence: not_in_deal` needs it on the issues it "
        "does not name.",
        "no_deal:\n  path: {lease: none, rent: 0}\n  because: [said]\n",
        "no_deal:\n  path: {lease: none, rent: 0, access: open}\n  because: [said]\n",
    ),
    (
        "DET418",
        "a number between knots",
        "A value runs straight from one knot of a numeric issue to the next. What is said of a number between two "
        "knots therefore binds both; add the number to `knots` if the value may bend there.",
        "preferences:\n  city:\n    - {rank: {rent: 100 > 40 > 0}, because: [said]}\n",
        "preferences:\n  city:\n    - {rank: {rent: 100 > 0}, because: [said]}\n",
    ),
    (
        "DET417",
        "red lines that move together and differ",
        "Red lines that are on or off together are equally likely to be meant, so they have one firmness.",
        "red_lines:\n  long: {actor: city, requires: lease = ten_years, firmness: likely, because: [said]}\n"
        "  dear: {actor: city, requires: rent >= 40, firmness: unlikely, moves_with: [long], because: [said]}\n",
        "red_lines:\n  long: {actor: city, requires: lease = ten_years, firmness: likely, because: [said]}\n"
        "  dear: {actor: city, requires: rent >= 40, firmness: likely, moves_with: [long], because: [said]}\n",
    ),
    (
        "DET419",
        "a party accepted what its red line refuses",
        "Whoever accepts a proposal gives up the red lines that refuse it: they count as off from that day. A line that was "
        "repeated later stands again; let it rest on a claim said after the answer.",
        f"red_lines:\n  long: {{actor: city, requires: lease = ten_years, because: [said]}}\n{_ACCEPTED}",
        f"red_lines:\n  long: {{actor: city, requires: lease >= two_years, because: [said]}}\n{_ACCEPTED}",
    ),
)
