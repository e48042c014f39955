"""Which options recur among the packages of each reading: sets of options as bits, joined by reading."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.questions.agreement.acceptability_finding import IssueTerms, TermFrequency
from detente.questions.agreement.intervals import frequency
from detente.questions.agreement.landscape import IntArray
from detente.questions.agreement.value_blocks import Cells, ValueBlocks
from detente.readings.space import PackageSpace

__all__ = ["OptionBits", "TermCounts", "recurring_terms"]

WORD = 63
"""Options marked in one 64-bit word, the sign left alone."""


@dataclass(frozen=True, eq=False, kw_only=True)
class OptionBits:
    """Every column's options as bits: option ``k`` of the case is bit ``k % WORD`` of word ``k // WORD``.

    ``words`` is one array of shape (n_columns,) per word; ``n_options`` counts those of all issues.
    """

    words: tuple[IntArray, ...]
    n_options: int

    @classmethod
    def of(cls, space: PackageSpace, columns: IntArray) -> OptionBits:
        """Mark the options of the packages at ``columns``. O(columns x issues)."""
        n_options = sum(space.shape)
        words: list[IntArray] = [np.zeros(len(columns), dtype=np.int64) for _ in range(-(-n_options // WORD))]
        first = 0
        for size, column in zip(space.shape, np.unravel_index(columns, space.shape), strict=True):
            bits = first + column
            for k, word in enumerate(words):
                word |= np.where(bits // WORD == k, np.int64(1) << (bits % WORD), 0)
            first += size
        return cls(words=tuple(words), n_options=n_options)


class TermCounts:
    """In how many readings each option occurs in some package given, added up block by block."""

    def __init__(self, bits: OptionBits) -> None:
        self.bits = bits
        self.n = 0
        self.hits: npt.NDArray[np.int64] = np.zeros(bits.n_options, dtype=np.int64)

    def add(self, cells: Cells) -> None:
        """Count a block's cells, each reading once."""
        if not len(cells.rows):
            return
        heads = np.flatnonzero(np.concatenate([[True], cells.rows[1:] != cells.rows[:-1]]))
        self.n += len(heads)
        for k, word in enumerate(self.bits.words):
            joined = np.bitwise_or.reduceat(word[cells.columns], heads)
            for option in range(k * WORD, min((k + 1) * WORD, self.bits.n_options)):
                self.hits[option] += int((joined >> (option % WORD) & 1).sum())


def recurring_terms(blocks: ValueBlocks, acceptable: TermCounts, leading: TermCounts, worth: float) -> tuple[IssueTerms, ...]:
    """Per issue, every option with its frequencies; empty when no reading has an acceptable package."""
    if not acceptable.n:
        return ()
    found, first = [], 0
    for issue in blocks.landscape.case.issues:
        options = tuple(
            TermFrequency(
                option=option,
                acceptable=frequency(int(acceptable.hits[first + k]), acceptable.n, worth),
                leading=frequency(int(leading.hits[first + k]), leading.n, worth),
            )
            for k, option in enumerate(issue.option_ids)
        )
        found.append(IssueTerms(issue=issue.id, options=options))
        first += len(issue.options)
    return tuple(found)
