"""Codes 2xx: fields, ids and the small languages."""

from __future__ import annotations

from detente.casefile.catalog_phases import agreement
from detente.casefile.catalog_ratification import side

__all__ = ["IDS"]

IDS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "DET201",
        "unknown key",
        "The record or the case has no such key. A misspelled key is never skipped, since what stands under it would be lost.",
        "circumstances:\n  vote: {txet: The council votes in June.}\n",
        "circumstances:\n  vote: {text: The council votes in June., because: [said]}\n",
    ),
    (
        "DET202",
        "a key or section is missing",
        "The record cannot be understood without this key. A case needs the sections `case` and `actors`, and `issues` or "
        "`moves`; where anything is said of packages, it needs `issues`.",
        "actors:\n  city: {name: The City, role: party}\n  union: {name: The union}\n",
        "actors:\n  city: {name: The City, role: party}\n  union: {name: The union, role: party}\n",
    ),
    (
        "DET203",
        "the wrong sort of value",
        "A list stands where text is wanted, a text where a list is, or nothing at all. In YAML 1.2 `yes` and `no` are text; "
        "write true or false.",
        "circumstances:\n  vote: {text: [The council votes in June.], because: [said]}\n",
        "circumstances:\n  vote: {text: The council votes in June., because: [said]}\n",
    ),
    (
        "DET204",
        "unknown option",
        "The issue has no such option. On a numeric issue the options are its ends, its knots and its steps; in `<` and "
        "`>=` any number "
        "between the ends will do.",
        "demands:\n  long: {actor: city, asks: lease = twenty_years, because: [said]}\n",
        "demands:\n  long: {actor: city, asks: lease = ten_years, because: [said]}\n",
    ),
    (
        "DET205",
        "unknown issue",
        "No issue of the case has this id.",
        "demands:\n  long: {actor: city, asks: leese = ten_years, because: [said]}\n",
        "demands:\n  long: {actor: city, asks: lease = ten_years, because: [said]}\n",
    ),
    (
        "DET206",
        "unknown actor",
        "No actor of the case has this id.",
        "demands:\n  long: {actor: town, asks: lease = ten_years, because: [said]}\n",
        "demands:\n  long: {actor: city, asks: lease = ten_years, because: [said]}\n",
    ),
    (
        "DET207",
        "unknown claim",
        "No claim of the case has this id, so nothing would stand behind the record.",
        "demands:\n  long: {actor: city, asks: lease = ten_years, because: [sayd, said]}\n",
        "demands:\n  long: {actor: city, asks: lease = ten_years, because: [said]}\n",
    ),
    (
        "DET208",
        "unknown source",
        "No source of the case has this id, and every claim comes from a source.",
        "claims:\n  said: {text: The city wants ten years., kind: demand, source: wier, locator: paragraph 3}\n",
        "claims:\n  said: {text: The city wants ten years., kind: demand, source: wire, locator: paragraph 3}\n",
    ),
    (
        "DET209",
        "unknown demand, red line, package, deadline, cost or event",
        "Nothing of this sort has this id. Costs of the outlook are named by their actor and place, `city-1`. "
        "Packages are the named packages, the proposals, and `no_deal` for the no-deal path.",
        "preferences:\n  city:\n    - {prefers: offer > no_deal, because: [said]}\n",
        "packages:\n  offer: {terms: {lease: ten_years, rent: 40, access: open}}\n"
        "preferences:\n  city:\n    - {prefers: offer > no_deal, because: [said]}\n",
    ),
    (
        "DET210",
        "not an id",
        "An id is a letter, then letters, digits, `-` or `_`, all ASCII. The name beside it may be in any script. An action is "
        "not called by a word of the conditions, such as `not` or `if`.",
        "circumstances:\n  second vote: {text: The council votes in June., because: [said]}\n",
        "circumstances:\n  second_vote: {text: The council votes in June., because: [said]}\n",
    ),
    (
        "DET211",
        "named twice",
        "The same option, claim or name stands twice where each can stand once.",
        "issues:\n  lease: {question: How long?, ordered: true, options: [none, two_years, ten_years, none]}\n"
        "  rent: {question: What rent?, range: {from: 0, to: 100, step: 20, unit: euros}}\n"
        "  access: {question: Who may use it?, options: [open, closed]}\n",
        "issues:\n  lease: {question: How long?, ordered: true, options: [none, two_years, ten_years]}\n"
        "  rent: {question: What rent?, range: {from: 0, to: 100, step: 20, unit: euros}}\n"
        "  access: {question: Who may use it?, options: [open, closed]}\n",
    ),
    (
        "DET212",
        "exactly one of several keys",
        "A preference statement says one thing, a red line requires or refuses, an issue has options or a range, and moves have "
        "actions or arcs. "
        "`rank` and `points` are about one issue each.",
        "red_lines:\n  long: {actor: city, requires: lease = ten_years, refuses: lease = none, because: [said]}\n",
        "red_lines:\n  long: {actor: city, requires: lease = ten_years, because: [said]}\n",
    ),
    (
        "DET213",
        "not one of the words allowed",
        "The field takes one of a few words, which the help line lists.",
        "actors:\n  city: {name: The City, role: partie}\n  union: {name: The union, role: party}\n",
        "actors:\n  city: {name: The City, role: party}\n  union: {name: The union, role: party}\n",
    ),
    (
        "DET214",
        "not a number",
        "Write digits, with a point for decimals and nothing between thousands. A range is two numbers with `..` between them.",
        "preferences:\n  city:\n    - {points: {lease: {ten_years: forty}}, because: [said]}\n",
        "preferences:\n  city:\n    - {points: {lease: {ten_years: 40}}, because: [said]}\n",
    ),
    (
        "DET215",
        "a formula that cannot be read",
        "A formula is made of comparisons such as `lease = ten_years`, joined by `not`, `and`, `or`, `implies` and parentheses. "
        "In `moves` a condition has actions in their place, and `if` and `iff` too.",
        "demands:\n  long: {actor: city, asks: lease is ten_years, because: [said]}\n",
        "demands:\n  long: {actor: city, asks: lease = ten_years, because: [said]}\n",
    ),
    (
        "DET216",
        "an order where there is none",
        "`<`, `<=`, `>` and `>=` compare along an order. The issue must be numeric, or say `ordered: true`.",
        "demands:\n  open: {actor: city, asks: access >= open, because: [said]}\n",
        "demands:\n  open: {actor: city, asks: access = open, because: [said]}\n",
    ),
    (
        "DET217",
        "keys that do not go together",
        "`knots` belong to a `range`; `steps` belong to options that stand in no order; a range has its own order. In "
        "`moves`, what speaks of actions (`never`, `forbidden`, `when`, `wants`) does not go with `arcs`; a `weight` goes "
        "with `wants`; `agreement: true` does not go with `package: no_deal`; `values` does not go with `sees`, and no actor "
        "sees itself.",
        "issues:\n  lease: {question: How long?, ordered: true, options: [none, two_years, ten_years], steps: [none - "
        "ten_years]}\n"
        "  rent: {question: What rent?, range: {from: 0, to: 100, step: 20, unit: euros}}\n"
        "  access: {question: Who may use it?, options: [open, closed]}\n",
        "issues:\n  lease: {question: How long?, ordered: true, options: [none, two_years, ten_years]}\n"
        "  rent: {question: What rent?, range: {from: 0, to: 100, step: 20, unit: euros}}\n"
        "  access: {question: Who may use it?, options: [open, closed], steps: [open - closed]}\n",
    ),
    (
        "DET218",
        "not a likelihood",
        "A likelihood is a term of ICD 203 (almost no chance, very unlikely, unlikely, roughly even, likely, very "
        "likely, almost certain), "
        "`certain`, a number from 0 to 1, a percentage, or a range of either.",
        "red_lines:\n  long: {actor: city, requires: lease = ten_years, firmness: quite likely, because: [said]}\n",
        "red_lines:\n  long: {actor: city, requires: lease = ten_years, firmness: likely, because: [said]}\n",
    ),
    (
        "DET219",
        "the folder has another name",
        "The folder of a case is named as its slug, so that the case is found under one name.",
        "port/case.yaml with `slug: port-lease`",
        "port-lease/case.yaml with `slug: port-lease`",
    ),
    (
        "DET220",
        "a ranking or step that cannot be read",
        "A ranking names the best first, with `>` (better), `>=` (at least as good) or `~` (equally good) between the names. "
        "`higher` and `lower` rank a numeric issue. A step is two options: one - other. States are ranked with `>`, `>>` "
        "(greatly better) and `~`.",
        "preferences:\n  city:\n    - {rank: {lease: none < two_years < ten_years}, because: [said]}\n",
        "preferences:\n  city:\n    - {rank: {lease: ten_years > two_years > none}, because: [said]}\n",
    ),
    (
        "DET221",
        "an issue without a choice",
        "An issue has two options or more. Where one outcome is certain, it is a circumstance.",
        "issues:\n  lease: {question: How long?, ordered: true, options: [none, two_years, ten_years]}\n"
        "  rent: {question: What rent?, range: {from: 0, to: 100, step: 20, unit: euros}}\n"
        "  access: {question: Who may use it?, options: [open]}\n",
        "issues:\n  lease: {question: How long?, ordered: true, options: [none, two_years, ten_years]}\n"
        "  rent: {question: What rent?, range: {from: 0, to: 100, step: 20, unit: euros}}\n"
        "  access: {question: Who may use it?, options: [open, closed]}\n",
    ),
    (
        "DET222",
        "unknown body",
        "The side has no body of this id. A rule counts votes in bodies: quota, share, majority and unanimity name one.",
        side(passes="quota(6 of chamber)"),
        side(passes="quota(6 of council)"),
    ),
    (
        "DET223",
        "a voting rule that cannot be read",
        "A rule is made of quota(n of body), share(n/m of body), majority(body), unanimity(body) and veto(actor or body), joined "
        "by `and` and `or`, with parentheses. There is no `not`: one more supporter never undoes a passage.",
        side(passes="quota(6 in council)"),
        side(passes="quota(6 of council)"),
    ),
    (
        "DET224",
        "unknown asset",
        "The agreement has no asset of this id. What is delivered, and what it is worth, is told by asset.",
        agreement(
            steps="    opening: {by: city, at: 0, delivers: {berths: 4}, because: [said]}\n"
            "    lifting: {by: union, at: 2, delivers: {pickets: 1, picket: 1}, because: [said]}\n"
        ),
        agreement(
            steps="    opening: {by: city, at: 0, delivers: {berths: 4}, because: [said]}\n"
            "    lifting: {by: union, at: 2, delivers: {pickets: 2}, because: [said]}\n"
        ),
    ),
    (
        "DET225",
        "unknown step",
        "The agreement has no step of this id. `end` names its end.",
        agreement(
            comparisons="    city: [{prefers: 'kept > broken(lift, union)', because: [said]}]\n"
            "    union: [{prefers: 'kept > no_deal', because: [said]}]\n"
        ),
        agreement(),
    ),
    (
        "DET226",
        "a comparison that cannot be read",
        "A comparison names situations, best first, with `>` (better), `>=` (at least as good) or `~` (equally good): "
        "`kept`, `no_deal`, `broken(step, actor)` and `broken(end, actor)`.",
        agreement(
            comparisons="    city: [{prefers: 'broken(lifting, union) < kept', because: [said]}]\n"
            "    union: [{prefers: 'kept > no_deal', because: [said]}]\n"
        ),
        agreement(),
    ),
)
