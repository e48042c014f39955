"""The small language of ``phases``: ways an agreement may end, from best to worst.

``kept > no_deal >= broken(second-release, guerrilla) ~ broken(end, army)``
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.casefile.scope import Register, Scope
from detente.casefile.syntax import ScalarNode
from detente.diagnostics import Note, Span
from detente.model.phases import END, Situation, SituationKind
from detente.model.preference import Link

__all__ = ["parse_situations", "situation_text"]

_NAME = r"[A-Za-z][A-Za-z0-9_-]*"
_TOKEN = re.compile(
    r"(?P<plain>kept|no_deal)(?![\w-])"
    rf"|(?P<broken>broken\s*\(\s*(?P<step>{_NAME})\s*,\s*(?P<actor>{_NAME})\s*\))"
    r"|(?P<link>>=|>|~)(?![>=~])"
    r"|(?P<other>[\w-]+(\s*\([^)>~]*\)?)?|[<>=~]+|\S)"
)
_FORM = "a situation is `kept`, `no_deal`, `broken(step, actor)` or `broken(end, actor)`"
_LINKS = "join situations, best first, by `>` (better), `>=` (at least as good) or `~` (equally good)"


@dataclass(frozen=True, slots=True)
class _Token:
    match: re.Match[str]
    span: Span


def parse_situations(
    node: ScalarNode, steps: Register, scope: Scope
) -> tuple[tuple[Situation, ...], tuple[Link, ...], tuple[Span, ...]] | None:
    """Situations, the links between them and their places; ``None`` when something is wrong, which is reported."""
    tokens = [_Token(m, node.part(m.start(), m.end())) for m in _TOKEN.finditer(node.text)]
    if not _has_form(node, tokens, scope):
        return None
    written = tokens[::2]
    found = tuple(_situation(token.match) for token in written)
    are_known = [_is_known(node, token.match, steps, scope) for token in written]
    if not all(are_known):
        return None
    seen: dict[Situation, Span] = {}
    for situation, token in zip(found, written, strict=True):
        if situation in seen:
            note = Note(text="it stands here first", span=seen[situation])
            message = f"`{situation_text(situation)}` stands twice"
            advice = "name each situation once; `~` joins what is equal"
            scope.report.error("DET401", message, token.span, notes=[note], help=advice)
            return None
        seen[situation] = token.span
    return found, tuple(Link(token.match["link"]) for token in tokens[1::2]), tuple(seen.values())


def situation_text(situation: Situation) -> str:
    """A situation as it is written in a case."""
    if situation.kind is SituationKind.BROKEN:
        return f"broken({situation.step}, {situation.actor})"
    return situation.kind.value


def _has_form(node: ScalarNode, tokens: list[_Token], scope: Scope) -> bool:
    """Whether situations and links take turns, two situations or more."""
    for position, token in enumerate(tokens):
        is_situation = token.match["plain"] is not None or token.match["broken"] is not None
        if position % 2 == 0 and not is_situation:
            scope.report.error("DET226", f"`{token.match[0]}` is not a situation", token.span, help=_FORM)
            return False
        if position % 2 == 1 and token.match["link"] is None:
            advice = _LINKS
            if "<" in token.match[0]:
                advice = "write the better one first, with `>` or `>=`"
            elif token.match[0] in ("=", "=="):
                advice = "write `~` for equally good"
            scope.report.error("DET226", f"`{token.match[0]}` does not join situations", token.span, help=advice)
            return False
    if len(tokens) < 3 or len(tokens) % 2 == 0:
        last = tokens[-1].span if tokens else node.span
        scope.report.error("DET226", "expected another situation after this", last, help=_LINKS)
        return False
    return True


def _situation(match: re.Match[str]) -> Situation:
    if match["broken"] is None:
        return Situation(kind=SituationKind(match["plain"]))
    return Situation(kind=SituationKind.BROKEN, step=match["step"], actor=match["actor"])


def _is_known(node: ScalarNode, match: re.Match[str], steps: Register, scope: Scope) -> bool:
    return all([*_references(node, match, steps, scope)])


def _references(node: ScalarNode, match: re.Match[str], steps: Register, scope: Scope) -> Iterator[bool]:
    if match["broken"] is None:
        return
    if match["step"] != END:
        yield steps.has(match["step"], node.part(match.start("step"), match.end("step")), scope.report)
    yield scope.actors.has(match["actor"], node.part(match.start("actor"), match.end("actor")), scope.report)
