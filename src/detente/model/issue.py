"""Issues: the questions on the table, and the options that answer them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Issue", "Option"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to an issue; ``number`` is set on the options of a numeric issue."""

    id: str
    label: str
    number: Fraction | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A question on the table with at least two options.

    Parameters
    ----------
    options : in the order of the file, or ascending for a numeric issue.
    is_ordered : the options stand in a step order, so ``<`` and ``>=`` mean something.
    steps : pairs of options one step of concession apart. For an ordered issue these are the
        neighbours; for an unordered one without declared steps, every pair.
    unit : of a numeric issue (``hostages``, ``days``); ``None`` for named options.
    knots : options of a numeric issue at which a value function may bend; between them it is
        linear (design rule 9). All options for a named issue.
    """

    id: str
    question: str
    name: str
    options: tuple[Option, ...]
    is_ordered: bool
    steps: tuple[tuple[str, str], ...]
    unit: str | None = None
    is_numeric: bool = False
    knots: tuple[str, ...] = ()
    phase: str | None = None
    because: tuple[str, ...] = ()
    note: str | None = None

    @property
    def option_ids(self) -> tuple[str, ...]:
        """The option ids in order."""
        return tuple(option.id for option in self.options)

    @property
    def valued_options(self) -> tuple[str, ...]:
        """The options a value is written for: every named option, the knots of a numeric issue."""
        return self.knots if self.is_numeric else self.option_ids

    def index(self, option_id: str) -> int:
        """Position of an option; raises ``KeyError`` if the issue does not have it."""
        for position, option in enumerate(self.options):
            if option.id == option_id:
                return position
        raise KeyError(option_id)

    def option(self, option_id: str) -> Option:
        """The option with this id; raises ``KeyError`` if the issue does not have it."""
        return self.options[self.index(option_id)]
