"""Rules read from text: ``quota(61 of knesset) and (majority(cabinet) or share(2/3 of party)) and veto(leader)``.

``and`` binds tighter than ``or``. Names are letters, digits, ``_``, ``-`` and ``.``, and begin with a letter or ``_``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.model.voting_rule import And, Clause, Majority, Or, Quota, Share, Unanimity, Veto, VotingRule
from detente.questions.ratification.errors import RuleSyntaxError

__all__ = ["DEPTH", "NAME", "parse_rule"]

NAME = re.compile(r"[^\W\d][\w.-]*")
DEPTH = 50
"""Most parentheses inside one another."""
TOKEN = re.compile(rf"\s*(?:(?P<number>\d+(?:\.\d+)?(?:/\d+)?)|(?P<name>{NAME.pattern})|(?P<sign>[()])|(?P<wrong>\S))")
COUNTED: dict[str, Callable[[Fraction, str], Clause]] = {"quota": Quota, "share": Share}
PLAIN: dict[str, Callable[[str], Clause]] = {"majority": Majority, "unanimity": Unanimity, "veto": Veto}
WORDS = ("and", "or", "of")
CLAUSES = "quota(n of body), share(n/m of body), majority(body), unanimity(body) or veto(actor)"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


def parse_rule(text: str) -> VotingRule:
    """The rule a text says.

    Raises
    ------
    RuleSyntaxError
        With the position of the first thing that is wrong.

    Examples
    --------
    >>> parse_rule("majority(cabinet) and veto(leader)")
    And(parts=(Majority(body='cabinet'), Veto(holder='leader')))
    """
    reader = _Reader(_tokens(text), len(text))
    rule = reader.either(0)
    if reader.now.kind != "end":
        raise reader.wrong("expected `and`, `or` or the end of the rule")
    return rule


def _tokens(text: str) -> list[_Token]:
    found, place = [], 0
    while match := TOKEN.match(text, place):
        kind = match.lastgroup or ""
        token = _Token(kind, match[kind], match.start(kind))
        if kind == "wrong":
            raise RuleSyntaxError(f"`{token.text}` has no meaning in a rule", token.start)
        found.append(token)
        place = match.end()
    return found


class _Reader:
    """Recursive descent; one token of lookahead."""

    def __init__(self, tokens: Sequence[_Token], end: int) -> None:
        self.tokens = [*tokens, _Token("end", "", end)]
        self.place = 0

    @property
    def now(self) -> _Token:
        return self.tokens[self.place]

    def wrong(self, expected: str) -> RuleSyntaxError:
        token = self.now
        found = "the rule ends here" if token.kind == "end" else f"found `{token.text}`"
        return RuleSyntaxError(f"{expected}, {found}", token.start, max(1, len(token.text)))

    def taken(self, text: str) -> bool:
        """Go past a word or sign if it is next."""
        if self.now.text != text or self.now.kind == "end":
            return False
        self.place += 1
        return True

    def must(self, text: str) -> None:
        if not self.taken(text):
            raise self.wrong(f"expected `{text}`")

    def either(self, depth: int) -> VotingRule:
        parts = [self.both(depth)]
        while self.taken("or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self, depth: int) -> VotingRule:
        parts = [self.one(depth)]
        while self.taken("and"):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def one(self, depth: int) -> VotingRule:
        if self.now.text == "(":
            if depth >= DEPTH:
                raise self.wrong(f"at most {DEPTH} parentheses inside one another")
            self.place += 1
            inner = self.either(depth + 1)
            self.must(")")
            return inner
        return self.clause()

    def clause(self) -> Clause:
        word = self.now.text
        if self.now.kind != "name" or word not in {*COUNTED, *PLAIN}:
            raise self.wrong(f"expected {CLAUSES}")
        self.place += 1
        self.must("(")
        if word in PLAIN:
            made = PLAIN[word](self.name())
        else:
            number = self.number()
            self.must("of")
            made = COUNTED[word](number, self.name())
        self.must(")")
        return made

    def number(self) -> Fraction:
        token = self.now
        if token.kind != "number":
            raise self.wrong("expected a number of votes or a share")
        self.place += 1
        whole, _, part = token.text.partition("/")
        if part and int(part) == 0:
            raise RuleSyntaxError("a share divides by zero", token.start, len(token.text))
        return Fraction(whole) / Fraction(part or 1)

    def name(self) -> str:
        token = self.now
        if token.kind != "name" or token.text in WORDS:
            raise self.wrong("expected a name")
        self.place += 1
        return token.text
