"""Voting rules as they are written in a case, with the place of every mistake."""

from __future__ import annotations

import re

from detente.casefile.scope import Register, Scope
from detente.casefile.syntax import ScalarNode
from detente.diagnostics import Span
from detente.model.voting_rule import Veto, VotingRule, clauses_of, rule_text

__all__ = ["parse_voting_rule"]


def parse_voting_rule(node: ScalarNode, bodies: Register, scope: Scope) -> VotingRule | None:
    """The rule a text says; ``None`` when it cannot be read or names nobody known, which is reported."""
    from detente.questions.ratification.errors import RuleSyntaxError  # only where a case has such rules
    from detente.questions.ratification.rule_syntax import parse_rule

    try:
        rule = parse_rule(node.text)
    except RuleSyntaxError as mistake:
        last = len(node.text.rstrip())
        start = min(mistake.position, max(0, last - 1))
        span = node.part(start, min(last, start + mistake.length))
        advice = "as in `quota(61 of chamber) and (majority(cabinet) or share(2/3 of party)) and veto(leader)`"
        scope.report.error("DET223", mistake.plain, span, help=advice)
        return None
    is_sound = True
    for clause in clauses_of(rule):
        if isinstance(clause, Veto):
            is_sound &= clause.holder in bodies.keys or scope.actors.has(
                clause.holder, _place(node, clause.holder, "veto"), scope.report
            )
        else:
            word = rule_text(clause).partition("(")[0]
            is_sound &= bodies.has(clause.body, _place(node, clause.body, word), scope.report)
    return rule if is_sound else None


def _place(node: ScalarNode, name: str, word: str) -> Span:
    """Where a name stands as what a clause is about."""
    match = re.search(rf"\b{word}\s*\([^()]*?({re.escape(name)})\s*\)", node.text)
    return node.part(match.start(1), match.end(1)) if match is not None else node.span
