"""The small language of conditions: from its text to a tree, with the place of every token.

``implies`` binds loosest and to the right, then ``or``, ``and``, ``not``; comparisons are
``issue operator option``. Comparisons become the options that satisfy them.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from detente.casefile.scope import Scope, option_id
from detente.casefile.source import listed
from detente.casefile.syntax import ScalarNode
from detente.casefile.values import MistakeError, number, number_text
from detente.diagnostics import Note, Span
from detente.model.formula import And, Formula, Implies, Not, OneOf, Operator, Or
from detente.model.issue import Issue
from detente.model.preference import Link

__all__ = ["Chain", "parse_chain", "parse_formula"]

MAX_DEPTH = 60
_TOKEN = re.compile(
    r"(?P<word>[^\W\d][\w-]*)|(?P<number>[-+]?[0-9][\w.]*((?<=[eE])[-+][0-9]+)?(/[0-9]+)?)|(?P<sign>!=|<=|>=|==|=>|=<|[=<>≤≥≠(){},])|(?P<other>\S)"
)
_KEYWORDS = frozenset({"not", "and", "or", "implies", "in"})
_MEANT = {
    "==": "=",
    "=>": ">=",
    "=<": "<=",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "&": "and",
    "|": "or",
    "!": "not",
    "&&": "and",
    "||": "or",
}
_COMPARE: dict[Operator, Callable[[Fraction, Fraction], bool]] = {
    Operator.LESS: operator.lt,
    Operator.AT_MOST: operator.le,
    Operator.GREATER: operator.gt,
    Operator.AT_LEAST: operator.ge,
}
_OPERATORS = "`=`, `!=`, `<`, `<=`, `>`, `>=` or `in`"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    span: Span
    start: int = 0


class _FormulaError(Exception):
    """The formula cannot be read further; the mistake has been reported."""


def parse_formula(node: ScalarNode, scope: Scope) -> Formula | None:
    """The tree of a formula; ``None`` when something in it is wrong, all of which is reported."""
    parser = _Parser(node, scope)
    try:
        formula = parser.formula()
        parser.end()
    except _FormulaError:
        return None
    return formula if parser.is_sound else None


class _Parser:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, node: ScalarNode, scope: Scope) -> None:
        self.scope = scope
        self.node = node
        self.tokens = [_Token(str(m.lastgroup), m[0], node.part(m.start(), m.end()), m.start()) for m in _tokens(node.text)]
        last = len(node.text.rstrip())
        self.tokens.append(_Token("end", "", node.part(max(0, last - 1), max(1, last)), last))
        self.position = 0
        self.depth = 0
        self.is_sound = True

    @property
    def now(self) -> _Token:
        return self.tokens[self.position]

    def take(self) -> _Token:
        token = self.now
        if token.kind != "end":
            self.position += 1
        return token

    def fail(self, message: str, advice: str, token: _Token | None = None, code: str = "DET215") -> _FormulaError:
        self.scope.report.error(code, message, (token or self.now).span, help=advice)
        return _FormulaError()

    def accept(self, *words: str) -> bool:
        if self.now.kind in ("word", "sign") and self.now.text in words:
            self.take()
            return True
        return False

    def end(self) -> None:
        token = self.now
        if token.kind == "end":
            return
        lower = token.text.lower()
        if lower in _KEYWORDS and token.text != lower:
            raise self.fail(f"unexpected `{token.text}`", f"write `{lower}` in lower case")
        if token.text in _MEANT:
            meant = "implies" if token.text == "=>" else _MEANT[token.text]
            raise self.fail(f"unexpected `{token.text}`", f"write `{meant}`")
        if token.text == ")":
            raise self.fail("`)` closes nothing", "take it out, or add `(` before")
        raise self.fail(f"unexpected `{token.text}`", "join two conditions with `and`, `or` or `implies`")

    def formula(self) -> Formula:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail("this formula is nested too deep", "split it into several rules", code="DET505")
        condition = self.disjunction()
        result = Implies(condition, self.formula()) if self.accept("implies") else condition
        self.depth -= 1
        return result

    def disjunction(self) -> Formula:
        parts = [self.conjunction()]
        while self.accept("or"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def conjunction(self) -> Formula:
        parts = [self.negation()]
        while self.accept("and"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def negation(self) -> Formula:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail("this formula is nested too deep", "split it into several rules", code="DET505")
        result = Not(self.negation()) if self.accept("not") else self.primary()
        self.depth -= 1
        return result

    def primary(self) -> Formula:
        token = self.now
        if self.accept("("):
            inside = self.formula()
            if not self.accept(")"):
                if self.now.kind != "end":
                    self.end()
                raise self.fail("`(` is not closed", "add `)` where the group ends", token)
            return inside
        if token.kind == "word" and token.text not in _KEYWORDS:
            return self.comparison()
        found = f"found `{token.text}`" if token.text else "the formula ends"
        raise self.fail(f"expected a condition, {found}", "a condition is `issue = option`, or another comparison")

    def comparison(self) -> Formula:
        name = self.take()
        sign = self.now
        if sign.text not in {o.value for o in Operator}:
            meant = f"write `{_MEANT[sign.text]}`" if sign.text in _MEANT else f"a comparison has {_OPERATORS}"
            found = f"found `{sign.text}`" if sign.text else "the formula ends"
            raise self.fail(f"expected a comparison after `{name.text}`, {found}", meant)
        self.take()
        written = Operator(sign.text)
        issue = self.scope.issue(name.text, name.span)
        self.is_sound &= issue is not None
        if written is Operator.IN:
            return self.one_of(name.text, issue)
        return self.compared(name.text, issue, written, sign, self.operand(issue))

    def operand(self, issue: Issue | None) -> _Token:
        token = self.now
        label = self.label(issue) if issue is not None else None
        if label is not None:
            return label
        if token.kind == "number" and issue is not None and issue.is_numeric:
            self.take()
            self.refuse_unit(issue, token)
            return token
        if token.kind == "number" or (token.kind == "word" and token.text not in _KEYWORDS):
            return self.take()
        found = f"found `{token.text}`" if token.text else "the formula ends"
        advice = "for several options write `issue in {one, other}`" if token.text == "{" else "name one option of the issue"
        raise self.fail(f"expected an option, {found}", advice)

    def label(self, issue: Issue) -> _Token | None:
        """The label of an option of several words where its id should stand, as one token."""
        token = self.now
        if issue.is_numeric or token.text in issue.option_ids:
            return None
        for option in sorted(issue.options, key=lambda option: -len(option.label)):
            if len(option.label.split()) > 1 and self.stands(option.label, token.start):
                return self.skip(option.label)
        return None

    def refuse_unit(self, issue: Issue, number_token: _Token) -> None:
        """Report a unit after a number: that of the issue, or words that begin no comparison."""
        unit = issue.unit or ""
        if not unit or self.now.kind == "end" or not self.stands(unit, self.now.start):
            unit = self.words_after()
        if not unit:
            return
        message = f"unexpected `{unit}` after a number"
        advice = f"the unit is not written in a formula: write `{number_token.text}`"
        self.scope.report.error("DET215", message, self.skip(unit).span, help=advice)
        self.is_sound = False

    def words_after(self) -> str:
        """The words that stand here, unless a comparison begins with the last of them."""
        words: list[str] = []
        for token in self.tokens[self.position :]:
            if token.kind != "word" or token.text.lower() in _KEYWORDS:
                return " ".join(words) if token.kind in ("end", "word") or token.text in (")", ",", "}") else ""
            words.append(token.text)
        return ""

    def stands(self, words: str, start: int) -> bool:
        """Whether these words stand in the formula at a place, in upper or lower case."""
        end = start + len(words)
        follows = self.node.text[end : end + 1]
        return self.node.text[start:end].casefold() == words.casefold() and not (follows.isalnum() or follows == "_")

    def skip(self, words: str) -> _Token:
        """Take all tokens of these words as one."""
        start = self.now.start
        end = start + len(words)
        while self.now.kind != "end" and self.now.start < end:
            self.take()
        return _Token("word", self.node.text[start:end], self.node.part(start, end), start)

    def one_of(self, name: str, issue: Issue | None) -> Formula:
        opened = self.now
        if not self.accept("{"):
            raise self.fail("expected `{` after `in`", f"write the options in braces: {name} in {{one, other}}")
        options: list[str] = []
        while True:
            token = self.operand(issue)
            option = option_id(self.scope, issue, token.text, token.span) if issue is not None else token.text
            if option is None:
                self.is_sound = False
            elif option in options:
                self.scope.report.warning("DET211", f"`{token.text}` is listed twice", token.span, help="take one out")
            else:
                options.append(option)
            if self.accept("}"):
                break
            if not self.accept(","):
                if self.now.kind == "end":
                    raise self.fail("`{` is not closed", "add `}` after the last option", opened)
                raise self.fail(f"expected `,` or `}}`, found `{self.now.text}`", "separate options with commas")
        return OneOf(name, tuple(options), Operator.IN, "{" + ", ".join(options) + "}")

    def compared(self, name: str, issue: Issue | None, written: Operator, sign: _Token, operand: _Token) -> Formula:
        if issue is None:
            return OneOf(name, (), written, operand.text)
        if issue.is_numeric and written in _COMPARE:
            return self.measured(issue, written, operand)
        option = option_id(self.scope, issue, operand.text, operand.span)
        if written in _COMPARE and not issue.is_ordered:
            declared = self.scope.spans[f"issues.{name}"]
            note = Note(text=f"`{name}` (line {declared.line}) does not say that its options stand in an order", span=declared)
            advice = f"compare with `=` or `in`, or write `ordered: true` at line {declared.line} if they do"
            self.scope.report.error("DET216", f"`{sign.text}` needs an ordered issue", sign.span, notes=[note], help=advice)
            self.is_sound = False
        if option is None:
            self.is_sound = False
            return OneOf(name, (), written, operand.text)
        if written is Operator.EQUAL:
            options: tuple[str, ...] = (option,)
        elif written is Operator.NOT_EQUAL:
            options = tuple(o for o in issue.option_ids if o != option)
        else:
            at = Fraction(issue.index(option))
            options = tuple(o for k, o in enumerate(issue.option_ids) if _COMPARE[written](Fraction(k), at))
        return OneOf(name, options, written, option)

    def measured(self, issue: Issue, written: Operator, operand: _Token) -> Formula:
        """An inequality on a numeric issue: any number between its ends will do."""
        try:
            value = number(operand.text)
        except MistakeError as mistake:
            self.scope.report.error(mistake.code, mistake.message, operand.span, help=f"`{issue.id}` is measured in {issue.unit}")
            self.is_sound = False
            return OneOf(issue.id, (), written, operand.text)
        numbers = [(o.id, o.number) for o in issue.options if o.number is not None]
        if not numbers[0][1] <= value <= numbers[-1][1]:
            option_id(self.scope, issue, operand.text, operand.span)
            self.is_sound = False
        options = tuple(o for o, given in numbers if _COMPARE[written](given, value))
        return OneOf(issue.id, options, written, number_text(value))


def _tokens(text: str) -> list[re.Match[str]]:
    return list(_TOKEN.finditer(text))


@dataclass(frozen=True, slots=True)
class Chain:
    """Terms from best to worst with their places; ``links[k]`` stands between terms k and k + 1."""

    terms: tuple[tuple[str, Span], ...]
    links: tuple[Link, ...]


_CHAIN_TOKEN = re.compile(r"(?P<term>[\w.+/-]+)|(?P<link>>=|>|~)|(?P<other>\S+?)(?=[\s\w]|$)")


def parse_chain(node: ScalarNode, scope: Scope) -> Chain | None:
    """A ranking ``a > b >= c ~ d``, best first; ``None`` after reporting what is wrong with it."""
    terms: list[tuple[str, Span]] = []
    links: list[Link] = []
    signs = listed([link.value for link in Link], "or")
    advice = f"write the best first and put {signs} between: a > b >= c"
    for match in _CHAIN_TOKEN.finditer(node.text):
        span = node.part(match.start(), match.end())
        if match.lastgroup == "term" and len(terms) == len(links):
            terms.append((match[0], span))
        elif match.lastgroup == "link" and len(terms) == len(links) + 1:
            links.append(Link(match[0]))
        else:
            if match.lastgroup == "other":
                hint = "for equally good write `~`" if match[0] in ("=", "==") else advice
                hint = "write `>=`" if match[0] == "=>" else hint
                hint = "turn it round: the best comes first, with `>`" if match[0] in ("<", "<=") else hint
            else:
                hint = advice
            scope.report.error("DET220", f"unexpected `{match[0]}` in a ranking", span, help=hint)
            return None
    if len(terms) != len(links) + 1:
        end = len(node.text.rstrip())
        scope.report.error("DET220", "the ranking ends where a name should follow", node.part(max(0, end - 1), end), help=advice)
        return None
    return Chain(tuple(terms), tuple(links))
