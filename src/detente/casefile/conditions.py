"""The two small languages of ``moves``: conditions over actions, and rows of states from best to worst.

``not`` binds tightest, then ``and``, then ``or``; ``implies``, ``if`` and ``iff`` join two of what results.
``implies`` may be chained, to the right; any other mix of the three needs parentheses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.casefile.scope import Register
from detente.casefile.source import Report
from detente.casefile.syntax import ScalarNode
from detente.diagnostics import Span
from detente.model.condition import And, Condition, Iff, Implies, Not, Or, Taken
from detente.model.move import Step

__all__ = ["CONDITION_WORDS", "StateRow", "parse_condition", "parse_states"]

CONDITION_WORDS = frozenset({"not", "and", "or", "implies", "if", "iff"})
"""Words of the language, which no action can be called."""

MAX_DEPTH = 60
_TOKEN = re.compile(r"(?P<word>[^\W\d][\w-]*)|(?P<bracket>[()])|(?P<other>&&|\|\||<=>|<->|=>|->|\S)")
_MEANT = {
    "&": "and",
    "&&": "and",
    ",": "and",
    "+": "and",
    "|": "or",
    "||": "or",
    "!": "not",
    "~": "not",
    "-": "not",
    "=>": "implies",
    "->": "implies",
    "<=>": "iff",
    "<->": "iff",
    "=": "iff",
}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    span: Span


class _ConditionError(Exception):
    """The condition cannot be read further; the mistake has been reported."""


def parse_condition(node: ScalarNode, actions: Register, report: Report) -> Condition | None:
    """The tree of a condition; ``None`` when something in it is wrong, all of which is reported."""
    parser = _Parser(node, actions, report)
    try:
        condition = parser.condition()
        parser.end()
    except _ConditionError:
        return None
    return condition if parser.is_sound else None


class _Parser:
    """Recursive descent over the tokens of one condition."""

    def __init__(self, node: ScalarNode, actions: Register, report: Report) -> None:
        self.actions = actions
        self.report = report
        self.tokens = [_Token(str(m.lastgroup), m[0], node.part(m.start(), m.end())) for m in _TOKEN.finditer(node.text)]
        last = len(node.text.rstrip())
        self.tokens.append(_Token("end", "", node.part(max(0, last - 1), max(1, last))))
        self.position = 0
        self.depth = 0
        self.is_sound = True

    @property
    def now(self) -> _Token:
        return self.tokens[self.position]

    def fail(self, message: str, advice: str, token: _Token | None = None, code: str = "DET215") -> _ConditionError:
        self.report.error(code, message, (token or self.now).span, help=advice)
        return _ConditionError()

    def accept(self, *words: str) -> str | None:
        if self.now.kind in ("word", "bracket") and self.now.text in words:
            self.position += 1
            return self.tokens[self.position - 1].text
        return None

    def end(self) -> None:
        token = self.now
        if token.kind == "end":
            return
        lower = token.text.lower()
        if lower in CONDITION_WORDS and token.text != lower:
            raise self.fail(f"unexpected `{token.text}`", f"write `{lower}` in lower case")
        if token.text in _MEANT:
            raise self.fail(f"unexpected `{token.text}`", f"write `{_MEANT[token.text]}`")
        if token.text == ")":
            raise self.fail("`)` closes nothing", "take it out, or add `(` before")
        if lower in CONDITION_WORDS:
            raise self.fail(
                f"`{token.text}` stands beside another of `implies`, `if` and `iff`", "say with parentheses what is meant"
            )
        raise self.fail(f"unexpected `{token.text}`", "join two actions with `and`, `or`, `implies`, `if` or `iff`")

    def condition(self) -> Condition:
        self.deeper()
        first = self.disjunction()
        joined = self.accept("implies", "if", "iff")
        if joined == "implies":
            first = self.implied(first)
        elif joined == "if":
            first = Implies(self.disjunction(), first)
        elif joined == "iff":
            first = Iff(first, self.disjunction())
        self.depth -= 1
        return first

    def implied(self, given: Condition) -> Condition:
        self.deeper()
        consequence = self.disjunction()
        if self.accept("implies"):
            consequence = self.implied(consequence)
        self.depth -= 1
        return Implies(given, consequence)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail("this condition is nested too deep", "split it into several statements", code="DET505")

    def disjunction(self) -> Condition:
        parts = [self.conjunction()]
        while self.accept("or"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def conjunction(self) -> Condition:
        parts = [self.negation()]
        while self.accept("and"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def negation(self) -> Condition:
        if not self.accept("not"):
            return self.primary()
        self.deeper()
        part = self.negation()
        self.depth -= 1
        return Not(part)

    def primary(self) -> Condition:
        token = self.now
        if self.accept("("):
            inside = self.condition()
            if not self.accept(")"):
                if self.now.kind != "end":
                    self.end()
                raise self.fail("`(` is not closed", "add `)` where the group ends", token)
            return inside
        if token.kind == "word" and token.text.lower() not in CONDITION_WORDS:
            self.position += 1
            self.is_sound &= self.actions.has(token.text, token.span, self.report)
            return Taken(token.text)
        found = f"found `{token.text}`" if token.text else "the condition ends"
        advice = f"write `{_MEANT[token.text]}`" if token.text in _MEANT else "name an action, or `not` an action"
        if token.text.lower() in CONDITION_WORDS and token.text != token.text.lower():
            advice = f"write `{token.text.lower()}` in lower case"
        raise self.fail(f"expected an action, {found}", advice)


@dataclass(frozen=True, slots=True)
class StateRow:
    """States from best to worst with their places; ``steps[k]`` stands between states k and k + 1."""

    states: tuple[tuple[str, Span], ...]
    steps: tuple[Step, ...]


_ROW_TOKEN = re.compile(
    r"(?P<state>[^\W\d][\w-]*(?:\s*\+\s*[^\W\d][\w-]*)*)|(?P<step>>>(?!>)|>(?![>=])|~)|(?P<other>\S+?)(?=[\s\w]|$)"
)
_ROW_MEANT = {
    "=": "~",
    "==": "~",
    ">>>": ">>",
    ">=": "> or ~",
    "≥": "> or ~",
    ",": ">",
    **dict.fromkeys(("<", "<=", "<<", "≤"), ""),
}


def parse_states(node: ScalarNode, report: Report) -> StateRow | None:
    """A row ``a > b ~ c >> d``, best first; ``None`` after reporting what is wrong with it."""
    states: list[tuple[str, Span]] = []
    steps: list[Step] = []
    advice = "write the best first and put `>`, `>>` or `~` between: a > b ~ c"
    for match in _ROW_TOKEN.finditer(node.text):
        span = node.part(match.start(), match.end())
        if match.lastgroup == "state" and len(states) == len(steps):
            states.append((match[0], span))
        elif match.lastgroup == "step" and len(states) == len(steps) + 1:
            steps.append(Step(match[0]))
        else:
            report.error("DET220", f"unexpected `{match[0]}` in a ranking", span, help=_row_advice(match[0], advice))
            return None
    if len(states) != len(steps) + 1:
        end = len(node.text.rstrip())
        report.error("DET220", "the ranking ends where a state should follow", node.part(max(0, end - 1), end), help=advice)
        return None
    if len(states) == 1:
        report.error("DET220", "a ranking needs two states or more", node.span, help=advice)
        return None
    return StateRow(tuple(states), tuple(steps))


def _row_advice(found: str, otherwise: str) -> str:
    meant = _ROW_MEANT.get(found)
    if meant is None:
        return otherwise
    if not meant:
        return "turn it round: the best comes first, with `>`"
    if meant == "> or ~":
        return "write `>` or `~`; where it is not known which, use `prefers` and `unknown`"
    return f"write `{meant}`"
