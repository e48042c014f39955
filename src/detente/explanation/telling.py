"""What is told, to whom: the case, its finding, and the level of handling above which nothing is shown.

Sentences are built here so that none is written without what it rests on: the caller names the
records a sentence uses, and their claims and assumptions are attached.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from detente.evidence.acceptances import crossed_lines
from detente.evidence.support import APART, Record, apart_records, records
from detente.explanation import wording
from detente.explanation.explanation import PartKind, Sentence
from detente.explanation.wording import Words, actor_name, phrase
from detente.model.case import Case
from detente.model.evidence import Claim, Handling
from detente.model.move import FromValues
from detente.model.preference import PackageComparison
from detente.model.proposal import Answer
from detente.model.red_line import RedLine
from detente.questions.agreement.conditions import Condition, ConditionKind
from detente.questions.agreement.finding import AgreementFinding, Figure

__all__ = ["Telling"]

_BINDING = (Answer.ACCEPTED, Answer.REJECTED)

_OPENS = "“;:.?!"
"""What a name after it keeps its capital letter for."""


FEWEST = 30
"""Fewest readings without a deal of which shares are told."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Telling:
    """A case and its finding, told to readers cleared for ``handling``."""

    case: Case
    finding: AgreementFinding
    handling: Handling

    @cached_property
    def _records(self) -> dict[str, Record]:
        return {
            record.key: record for record in (*records(self.case), *self._carried(), *self._crossed(), *apart_records(self.case))
        }

    def _crossed(self) -> Iterator[Record]:
        """That a red line its own actor crossed by accepting a proposal is off: always an assumption."""
        for crossing in crossed_lines(self.case):
            yield Record(key=f"crossed.{crossing.red_line}", claims=crossing.because, is_assumption=True, note=None)

    def _carried(self) -> Iterator[Record]:
        """That a binding answer given before the day of the case still stood on it: an assumption each."""
        for proposal in self.case.proposals:
            for response in proposal.responses:
                if response.answer in _BINDING and (response.date or proposal.date) < self.case.as_of:
                    key = f"carried.{proposal.id}.{response.actor}"
                    yield Record(key=key, claims=(), is_assumption=True, note=None)

    @cached_property
    def _position(self) -> dict[str, int]:
        return {key: k for k, key in enumerate(self._records)}

    def say(self, template: str, keys: Iterable[str] = (), claims: Iterable[str] = (), **values: Words | str) -> Sentence:
        """A sentence that rests on the records ``keys`` and on ``claims``."""
        found = [self._records[key] for key in dict.fromkeys(keys) if key in self._records]
        cited = [claim for record in found for claim in record.claims]
        assumed = sorted((record.key for record in found if record.is_assumption), key=self._position.__getitem__)
        cited = [self.withheld.get(claim, claim) for claim in (*cited, *claims)]
        said = wording.say(template, claims=cited, assumptions=[self.assumption_id(key) for key in assumed], **values)
        return replace(said, parts=self.articles(said.parts))

    def articles(self, parts: Words, *, is_inside: bool = False) -> Words:
        """A small letter for the article of a name inside a sentence; the first word is inside one where said so.

        The name of an actor always, another where words run on before it: not in quotation marks or a list of terms.
        """
        before = ["," if is_inside else "", *(part.text.rstrip() for part in parts)]
        return tuple(
            replace(part, text=part.text[0].lower() + part.text[1:])
            if part.kind is PartKind.NAME and self._runs_on(part.text, text)
            else part
            for part, text in zip(parts, before, strict=False)
        )

    def _runs_on(self, text: str, before: str) -> bool:
        """Whether a name begins with an article that is to be small after the words before it."""
        return bool(before) and (
            text in self._actors_with_article or (text in self._names_with_article and before[-1] not in _OPENS)
        )

    @cached_property
    def _actors_with_article(self) -> frozenset[str]:
        return frozenset(actor.name for actor in self.case.actors if actor.name.startswith("The "))

    @cached_property
    def _names_with_article(self) -> frozenset[str]:
        """Names of issues, proposals, deadlines and packages that begin with an article."""
        case = self.case
        names = [issue.name for issue in case.issues] + [proposal.name for proposal in case.proposals]
        names += [deadline.name for deadline in case.deadlines] + [package.name for package in case.packages]
        return frozenset(name for name in names if name.startswith(("The ", "A ", "An ")))

    def assumptions(self, asked: Collection[str] = ()) -> tuple[Record, ...]:
        """Every record no claim supports, in the order of the case; those of the sections ``APART`` only where ``asked``."""
        left_out = {section for section in APART if section not in asked}
        return tuple(r for r in self._records.values() if r.is_assumption and r.key.partition(".")[0] not in left_out)

    # -- which records a sentence rests on ---------------------------------------------------------

    def condition_keys(self, condition: Condition, *, with_firmness: bool = False) -> tuple[str, ...]:
        """Records behind a condition."""
        match condition.kind:
            case ConditionKind.RULE:
                return (f"feasibility.{condition.id}",)
            case ConditionKind.NO_DEAL:
                return self.value_keys(condition.id)
            case ConditionKind.RED_LINE:
                line = self.case.red_line(condition.id)
                keys = [f"red_lines.{line.id}"]
                if line.inferred_from is not None:
                    keys.append(f"demands.{line.inferred_from}")
                if with_firmness:
                    keys.append(f"firmness.{line.id}")
                return tuple(keys)

    def conditions_keys(self, conditions: Iterable[Condition]) -> tuple[str, ...]:
        """Records behind several conditions."""
        return tuple(key for condition in conditions for key in self.condition_keys(condition))

    def value_keys(self, actor_id: str) -> tuple[str, ...]:
        """Records a party's values and no-deal value come from."""
        return (
            *(f"preferences.{s.id}" for s in self.case.statements_of(actor_id)),
            *(f"no_deal.{s.id}" for s in self.case.no_deal.statements if s.actor == actor_id),
            *(
                f"{section}.{proposal.id}.{response.actor}"
                for proposal in self.case.proposals
                for response in proposal.responses
                if response.actor == actor_id and response.answer in _BINDING
                for section in ("responses", "carried")
            ),
        )

    @cached_property
    def drawn_keys(self) -> tuple[str, ...]:
        """Records every share over readings rests on: all values of all parties."""
        return tuple(key for party in self.case.parties for key in self.value_keys(party.id))

    @cached_property
    def position_keys(self) -> tuple[str, ...]:
        """Records every count of packages rests on: red lines of parties and rules."""
        parties = {party.id for party in self.case.parties}
        lines = [key for line in self.case.red_lines if line.actor in parties for key in self.line_keys(line)]
        rules = [f"feasibility.{rule.id}" for rule in self.case.feasibility]
        crossed = [f"crossed.{crossing.red_line}" for crossing in crossed_lines(self.case)]
        return (*lines, *crossed, *rules, *(f"deal_requires.{rule.id}" for rule in self.case.deal_requires))

    def line_keys(self, line: RedLine) -> tuple[str, ...]:
        """Records behind a red line."""
        return (f"red_lines.{line.id}", *((f"demands.{line.inferred_from}",) if line.inferred_from else ()))

    @cached_property
    def firmness_keys(self) -> tuple[str, ...]:
        """Records the middle figure rests on besides values and positions."""
        parties = {party.id for party in self.case.parties}
        return tuple(f"firmness.{line.id}" for line in self.case.red_lines if line.actor in parties)

    # -- handling ----------------------------------------------------------------------------------

    def level(self, claim: Claim) -> Handling:
        """The narrower of the claim's handling and its source's."""
        source = self.case.source(claim.source)
        return max(claim.handling, source.handling, key=lambda handling: handling.level)

    @cached_property
    def withheld(self) -> dict[str, str]:
        """For each claim the readers may not see, a name that tells nothing of it."""
        hidden = [claim.id for claim in self.case.claims if not self.is_shown(claim)]
        return {claim: f"withheld {number}" for number, claim in enumerate(hidden, start=1)}

    def is_shown(self, claim: Claim) -> bool:
        """Whether the readers may see the claim."""
        return self.level(claim).level <= self.handling.level

    def is_withheld(self, because: Sequence[str]) -> bool:
        """Whether a record rests on claims and the readers may see none of them."""
        return bool(because) and not any(self.is_shown(self.case.claim(claim)) for claim in because)

    def is_line_withheld(self, line: RedLine) -> bool:
        """Whether a red line rests only on claims the readers may not see."""
        demand = self.case.demand(line.inferred_from).because if line.inferred_from else ()
        return self.is_withheld((*line.because, *demand))

    def is_condition_withheld(self, condition: Condition) -> bool:
        """Whether a condition may not be told; a no-deal value by itself tells nothing."""
        if condition.kind is ConditionKind.RED_LINE:
            return self.is_line_withheld(self.case.red_line(condition.id))
        if condition.kind is ConditionKind.RULE:
            return self.is_withheld(next(rule.because for rule in self.case.feasibility if rule.id == condition.id))
        return False

    @property
    def few_without_deal(self) -> int | None:
        """How many readings without a deal were drawn where they are too few for shares of them; else ``None``."""
        n = self.finding.n_without_deal
        return n if 0 < n < FEWEST and not self.finding.provenance.is_exact else None

    @cached_property
    def are_packages_withheld(self) -> bool:
        """Whether packages may not be told: a red line, rule or value they are computed from is withheld."""
        return any(self.is_record_withheld(key) for key in (*self.position_keys, *self.drawn_keys) if key in self._records)

    def is_record_withheld(self, key: str) -> bool:
        """Whether a record may not be told: it, or something it names, rests only on claims the readers may not see."""
        section, _, rest = key.partition(".")
        match section:
            case "red_lines" | "firmness":
                return self.is_line_withheld(self.case.red_line(rest))
            case "crossed":
                return self.is_line_withheld(self.case.red_line(rest)) or self.is_withheld(self._records[key].claims)
            case "carried":
                return self.is_record_withheld(f"responses.{rest}")
            case "responses":
                named = [rest.rpartition(".")[0]]
            case "preferences":
                compared = next(s for s in self.case.preferences if s.id == rest)
                named = [compared.better_name, compared.worse_name] if isinstance(compared, PackageComparison) else []
            case "no_deal" if rest != "path":
                bound = next(s for s in self.case.no_deal.statements if s.id == rest)
                named = [bound.package_name] if bound.package_name else []
            case "moves":
                return self._is_move_withheld(key)
            case _:
                named = []
        return self.is_withheld(self._records[key].claims) or any(self._is_package_withheld(n) for n in named)

    def _is_move_withheld(self, key: str) -> bool:
        """A state may not be told where its package may not, nor a comparison by values where these may not."""
        moves = self.case.moves
        if self.is_withheld(self._records[key].claims) or moves is None:
            return True
        kind, _, rest = key.removeprefix("moves.").partition(".")
        if kind == "states":
            package = next(state.package_name for state in moves.states if state.id == rest)
            return package is not None and self._is_package_withheld(package)
        if kind == "preferences":
            statement = next(s for s in moves.preferences if s.id == rest)
            if isinstance(statement, FromValues):
                values = [k for k in self.value_keys(statement.actor) if k in self._records]
                return any(self.is_record_withheld(k) for k in values)
        return False

    def section_keys(self, section: str) -> tuple[str, ...]:
        """Every judged record of a section."""
        return tuple(key for key in self._records if key.partition(".")[0] == section)

    def is_section_withheld(self, section: str) -> bool:
        """Whether what a section says may not be told: some record of it is withheld."""
        return any(self.is_record_withheld(key) for key in self.section_keys(section))

    @cached_property
    def move_keys(self) -> tuple[str, ...]:
        """Every judged record of the moves, but for what actors take others to prefer: the verdict does not rest on it."""
        moves = self.case.moves
        seen = {f"moves.preferences.{p.id}" for p in moves.preferences if p.seen_by is not None} if moves is not None else set()
        return tuple(key for key in self.section_keys("moves") if key not in seen)

    @cached_property
    def are_moves_withheld(self) -> bool:
        """Whether moves may not be told: what they or the comparisons of states rest on is withheld."""
        return self.is_section_withheld("moves")

    def _is_package_withheld(self, package_id: str) -> bool:
        """Whether a named package or proposal rests only on claims the readers may not see."""
        packages = {p.id: p.because for p in self.case.packages} | {p.id: p.because for p in self.case.proposals}
        return self.is_withheld(packages.get(package_id, ()))

    def assumption_id(self, key: str) -> str:
        """The key of an assumption, or a name that tells nothing where it may not be told."""
        return f"withheld {self._position[key] + 1}" if self.is_record_withheld(key) else key

    # -- words that keep to the handling -----------------------------------------------------------

    def reason(self, figure: Figure) -> Words:
        """Why no share is given; parties by their names."""
        if self.finding.unbounded:
            who = wording.join([actor_name(self.case, actor) for actor in self.finding.unbounded], last="or")
            return phrase("the record does not say what no deal is worth to {who}", who=who)
        return phrase("{reason}", reason=figure.reason or self.finding.reason or "no share is given")

    def condition(self, condition: Condition) -> Words:
        """A condition as a clause, or that it is withheld."""
        if not self.is_condition_withheld(condition):
            return wording.condition_words(self.case, condition)
        if condition.actor is None:
            return phrase("a rule of the case that is withheld")
        return phrase("{actor} would hold to a red line that is withheld", actor=actor_name(self.case, condition.actor))

    def conditions(self, conditions: Sequence[Condition]) -> Words:
        """Conditions as clauses set apart by semicolons."""
        parts: Words = ()
        for k, condition in enumerate(conditions):
            parts = (*parts, *(phrase("; ") if k else ()), *self.condition(condition))
        return parts
