"""Bodies: who votes where, with how many votes. A member may be a body, whose votes are then cast as one bloc.

*Outside* members sit in the body without being bound to those who govern; their votes count when they are given, and
unanimity does not ask for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from detente.model.voting_rule import Majority, VotingRule
from detente.problem.numbers import Number, exact
from detente.questions.ratification.errors import Flaw, RatificationError
from detente.questions.ratification.rule_syntax import NAME, WORDS, parse_rule

__all__ = ["Body", "Member"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An actor or a body, with the votes it casts as one bloc."""

    name: str
    votes: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body of members; make one with ``Body.of``.

    Parameters
    ----------
    rule : how the body itself decides where it is a member or holds a veto.
    """

    name: str
    members: tuple[Member, ...]
    outside: tuple[Member, ...]
    rule: VotingRule

    @classmethod
    def of(
        cls,
        name: str,
        votes: Mapping[str, Number],
        *,
        outside: Mapping[str, Number] | None = None,
        rule: VotingRule | str | None = None,
        size: Number | None = None,
    ) -> Body:
        """A body from votes by member.

        Parameters
        ----------
        votes, outside : votes of its members, and of outside supporters.
        rule : how the body itself decides; by default by a majority of all its votes.
        size : how many votes there are in all, outside ones included; checked.

        Raises
        ------
        RatificationError
            If a member is named twice, votes are negative or all zero, or do not add up to ``size``.

        Examples
        --------
        >>> Body.of("chamber", {"left": 40, "center": 35}, outside={"right": 25}, size=100).total
        Fraction(100, 1)
        """
        outer = {} if outside is None else outside
        for given in (name, *votes, *outer):
            if not NAME.fullmatch(given) or given in WORDS:
                raise RatificationError(Flaw.UNKNOWN_NAME, f"`{given}` is no name that a rule could use", given)
        for twice in (member for member in votes if member in outer):
            raise RatificationError(Flaw.NAME_TWICE, f"`{twice}` is in `{name}` twice", twice, name)
        body = cls(
            name=name,
            members=_members(name, votes),
            outside=_members(name, outer),
            rule=Majority(name) if rule is None else parse_rule(rule) if isinstance(rule, str) else rule,
        )
        if not body.total:
            raise RatificationError(Flaw.BAD_VOTES, f"nobody in `{name}` has a vote", name)
        if size is not None and exact(size) != body.total:
            message = f"the votes in `{name}` add up to {body.total}, not to {exact(size)}"
            raise RatificationError(Flaw.VOTES_DO_NOT_ADD_UP, message, name)
        return body

    @property
    def total(self) -> Fraction:
        """All votes, outside ones included."""
        return sum((member.votes for member in self.seats), Fraction(0))

    @property
    def seats(self) -> tuple[Member, ...]:
        """Members, then outside supporters."""
        return (*self.members, *self.outside)


def _members(body: str, votes: Mapping[str, Number]) -> tuple[Member, ...]:
    found = []
    for name, number in votes.items():
        try:
            own = exact(number)
        except (ValueError, TypeError):
            raise RatificationError(Flaw.BAD_VOTES, f"`{name}` in `{body}` has no number of votes", name, body) from None
        if own < 0:
            raise RatificationError(Flaw.BAD_VOTES, f"`{name}` in `{body}` has fewer than no votes", name, body)
        found.append(Member(name=name, votes=own))
    return tuple(found)
