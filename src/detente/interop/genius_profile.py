"""Reading a Genius profile on its domain: weights by index, evaluations by item, what no agreement is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from detente.casefile.source import Report, did_you_mean, listed
from detente.diagnostics import Note
from detente.interop.genius import ROUNDING, GeniusDomain, GeniusIssue, GeniusProfile
from detente.interop.genius_domain import (
    INTO,
    attribute,
    bounds,
    issue_elements,
    kind_of,
    not_genius,
    utility_space,
    whole_number,
)
from detente.interop.numbers import decimal, decimal_text
from detente.interop.xml_source import Element, XmlFile

__all__ = ["read_profile"]

_ZERO = Fraction(1, 100_000)
"""Below this Genius takes the highest evaluation of an issue for 0."""

_COMPARED = 20
"""Unknown items of an issue for which the one that may be meant is looked for."""


def read_profile(xml: XmlFile, domain: GeniusDomain, name: str, report: Report) -> GeniusProfile | None:
    """The profile in a file; ``None`` when something is wrong with it, all of which is reported."""
    space = utility_space(xml)
    if space is None:
        not_genius(xml, report)
        return None
    errors = sum(d.severity == "error" for d in report.found)
    profile = _Reader(xml, domain, name, space, report).profile()
    return profile if errors == sum(d.severity == "error" for d in report.found) else None


@dataclass(slots=True, eq=False)
class _Reader:
    """One profile while it is read."""

    xml: XmlFile
    domain: GeniusDomain
    name: str
    space: Element
    report: Report
    weights: dict[int, tuple[Fraction, Element]] = field(default_factory=dict)

    def profile(self) -> GeniusProfile | None:
        """The profile, as far as it can be read."""
        if self._is_nonlinear():
            return None
        found = self._issues()
        if found is None:
            return None
        self._weights()
        shares = []
        for issue in self.domain.issues:
            element = found.get(issue.index)
            if element is None and self._is_under_another_index(issue):
                continue
            if element is None:
                message = f"the profile says nothing on the issue `{issue.name}` (index {issue.index})"
                advice = "add the issue with an evaluation of each of its items, and its weight"
                self.report.error("DET614", message, self.xml.span(self.space.first("objective") or self.space), help=advice)
                continue
            if issue.index not in self.weights and not self._is_wrong(issue.index):
                message = f"`{issue.name}` has no weight"
                advice = f'add `<weight index="{issue.index}" value="..."/>` to the objective'
                self.report.error("DET612", message, self.xml.span(element), help=advice)
            row = self._integer(issue, element) if issue.is_integer else self._discrete(issue, element)
            if row is not None:
                shares.append(row)
        reservation, discount = self._reservation(), self._discount()
        if len(shares) < len(self.domain.issues) or any(i.index not in self.weights for i in self.domain.issues):
            return None
        if all(value >= 0 for value, _ in self.weights.values()):
            self._sum_of_weights()
        return GeniusProfile(
            name=self.name,
            weights=tuple(self.weights[issue.index][0] for issue in self.domain.issues),
            shares=tuple(shares),
            reservation_value=reservation,
            discount_factor=discount,
        )

    def _is_under_another_index(self, issue: GeniusIssue) -> bool:
        """Whether the issue is there under an index that was reported."""
        return any(element.attributes.get("name") == issue.name for element in issue_elements(self.space))

    def _is_nonlinear(self) -> bool:
        kind = self.space.attributes.get("type", "").strip().lower()
        odd = next((e for e in self.space.walk(into=INTO) if e.tag in ("ufun", "hyperRectangle", "INCLUDES")), None)
        if odd is None and "nonlinear" not in kind and "constraint" not in kind:
            return False
        message = "a nonlinear utility function is not read"
        advice = "only linear additive profiles are: a weight for each issue and an evaluation for each item"
        self.report.error("DET606", message, self.xml.span(odd or self.space, None if odd else "type"), help=advice)
        return True

    def _issues(self) -> dict[int, Element] | None:
        """The profile's issues by index; ``None`` when it is plainly of another domain."""
        known = {issue.index: issue for issue in self.domain.issues}
        found: dict[int, Element] = {}
        strange: list[tuple[int, Element]] = []
        for element in issue_elements(self.space):
            index = whole_number(self.xml, element, "index", self.report)
            if index is None:
                continue
            if index in found:
                first = Note(text=f"the index {index} stands here first", span=self.xml.span(found[index], "index"))
                message = f"two issues have the index {index}"
                place = self.xml.span(element, "index")
                self.report.error("DET610", message, place, notes=[first], help="give each issue the index the domain gives it")
            elif index in known:
                found[index] = element
            else:
                strange.append((index, element))
        if self._is_elsewhere(found):
            message = f"this profile is of another domain than `{self.domain.name}`: no issue has the same name or items"
            advice = "give the profiles that belong to the domain"
            self.report.error("DET615", message, self.xml.span(self.space.first("objective") or self.space, "name"), help=advice)
            return None
        for index, element in strange:
            self._unknown_index(index, element)
        for index, element in found.items():
            self._same_name(known[index], element)
        return found

    def _is_elsewhere(self, found: dict[int, Element]) -> bool:
        names = {issue.name for issue in self.domain.issues}
        if any(element.attributes.get("name") in names for element in issue_elements(self.space)):
            return False
        options = {option for issue in self.domain.issues for option in issue.options}
        return not any(item.attributes.get("value") in options for element in found.values() for item in element.all("item"))

    def _unknown_index(self, index: int, element: Element) -> None:
        known = listed(f"{issue.index}" for issue in self.domain.issues)
        message = f"the domain has no issue with the index {index}"
        notes = [Note(text=f"its issues have the indices {known}")]
        advice = "indices tie a profile to its domain: use those of the domain"
        self.report.error("DET611", message, self.xml.span(element, "index"), notes=notes, help=advice)

    def _same_name(self, issue: GeniusIssue, element: Element) -> None:
        name = element.attributes.get("name")
        if name is not None and name.strip() != issue.name.strip():
            message = f"the issue with the index {issue.index} is `{issue.name}` in the domain, here it is `{name}`"
            advice = "the index decides, as in Genius; make the names the same if that is meant"
            self.report.warning("DET615", message, self.xml.span(element, "name"), help=advice)

    def _weights(self) -> None:
        known = {issue.index for issue in self.domain.issues}
        objectives = {e.attributes.get("index") for e in self.space.walk(into=INTO) if e.tag == "objective"}
        for element in (e for e in self.space.walk(into=INTO) if e.tag == "weight"):
            index = whole_number(self.xml, element, "index", self.report)
            value = self._number(element, "value")
            if index is None:
                continue
            if index not in known:
                if str(index) not in objectives:  # the weight of a group of issues, which Genius does not use
                    self._unknown_index(index, element)
                continue
            if value is not None and value < 0:
                message = f"a weight is 0 or more, not {element.attributes['value']}"
                self.report.error("DET609", message, self.xml.span(element, "value"), help="write how much the issue counts")
            if value is not None and index in self.weights:
                first = Note(text="it stands here first", span=self.xml.span(self.weights[index][1], "value"))
                message = f"the weight of index {index} is given twice; the last one counts"
                advice = "take one out"
                self.report.warning("DET610", message, self.xml.span(element, "index"), notes=[first], help=advice)
            if value is not None:
                self.weights[index] = (value, element)

    def _is_wrong(self, index: int) -> bool:
        """Whether a weight is there and its value was reported."""
        weights = (e for e in self.space.walk(into=INTO) if e.tag == "weight")
        return any(e.attributes.get("index", "").strip() == str(index) for e in weights)

    def _sum_of_weights(self) -> None:
        total = sum((value for value, _ in self.weights.values()), Fraction(0))
        if abs(total - 1) > ROUNDING:
            last = max((element for _, element in self.weights.values()), key=lambda e: e.offset)
            message = f"the weights add up to {decimal_text(total)}, not 1"
            advice = "they are taken as written, as in Genius"
            if total > 1:
                advice += ", which cuts utilities at 1; what is converted here does not"
            self.report.warning("DET616", message, self.xml.span(last, "value"), help=advice)

    def _number(self, element: Element, name: str) -> Fraction | None:
        text = attribute(self.xml, element, name, self.report)
        if text is None:
            return None
        value = decimal(text)
        if value is None:
            message = f"the `{name}` of this `{element.tag}` is not a number: `{text}`"
            advice = "write digits with a decimal point, as in 0.25"
            self.report.error("DET608", message, self.xml.span(element, name), help=advice)
        return value

    def _discrete(self, issue: GeniusIssue, element: Element) -> tuple[Fraction, ...] | None:
        if kind_of(element) != "discrete":
            self._other_type(issue, element, "discrete")
            return None
        found: dict[str, tuple[Fraction | None, Element]] = {}
        known_options = frozenset(issue.options)
        given = {item.attributes.get("value") for item in element.all("item")}
        lacking = [option for option in issue.options if option not in given]
        n_odd = 0
        for item in element.all("item"):
            value = attribute(self.xml, item, "value", self.report)
            if value is None or value not in known_options:
                n_odd += 1
                if value is not None:
                    self._unknown_item(issue, item, value, lacking if n_odd <= _COMPARED else ())
                continue
            evaluation = self._evaluation(item, value)
            if value in found:
                self._repeated(issue, item, value, found[value], evaluation)
            found[value] = (evaluation, item)
        if len(lacking) > n_odd:  # else one of the items reported is meant to be it
            message = f"`{issue.name}` has no evaluation of {listed(lacking)}"
            self.report.error("DET614", message, self.xml.span(element), help="add an `item` with its `evaluation` for each")
        row = [found[option][0] for option in issue.options if option in found]
        known = [evaluation for evaluation in row if evaluation is not None]
        if lacking or len(known) < len(row):
            return None
        return self._shares(issue, element, known)

    def _shares(self, issue: GeniusIssue, element: Element, row: list[Fraction]) -> tuple[Fraction, ...]:
        most = max(row)
        if most >= _ZERO:
            return tuple(evaluation / most for evaluation in row)
        if self.weights.get(issue.index, (Fraction(0),))[0] > 0:
            message = f"the highest evaluation of `{issue.name}` is 0, so the issue counts for nothing"
            advice = "give its best item an evaluation above 0, or the issue the weight 0"
            self.report.warning("DET617", message, self.xml.span(element), help=advice)
        return (Fraction(0),) * len(row)

    def _evaluation(self, item: Element, value: str) -> Fraction | None:
        if item.attributes.get("evaluation", "").strip() in ("", "null"):
            message = f"the item `{value}` has no evaluation"
            advice = 'write `evaluation="..."`, what the option is worth against the others'
            self.report.error("DET614", message, self.xml.span(item, "value"), help=advice)
            return None
        evaluation = self._number(item, "evaluation")
        if evaluation is not None and evaluation < 0:
            message = f"an evaluation is 0 or more, not {item.attributes['evaluation']}"
            self.report.error("DET609", message, self.xml.span(item, "evaluation"), help="count from the worst item up")
        return evaluation

    def _unknown_item(self, issue: GeniusIssue, item: Element, value: str, lacking: Sequence[str]) -> None:
        meant = did_you_mean(value, lacking)
        advice = f"did you mean `{meant}`?" if meant else f"the domain has {listed(issue.options)}"
        message = f"`{value}` is no item of `{issue.name}` in the domain"
        self.report.error("DET613", message, self.xml.span(item, "value"), help=advice)

    def _repeated(
        self, issue: GeniusIssue, item: Element, value: str, first: tuple[Fraction | None, Element], evaluation: Fraction | None
    ) -> None:
        note = Note(text="it stands here first", span=self.xml.span(first[1], "evaluation"))
        message = f"the item `{value}` of `{issue.name}` is repeated; the last evaluation counts"
        say = self.report.note if first[0] == evaluation else self.report.warning
        say("DET618", message, self.xml.span(item, "evaluation"), notes=[note], help="take one of the two out")

    def _other_type(self, issue: GeniusIssue, element: Element, wanted: str) -> None:
        message = f"`{issue.name}` is {wanted} in the domain, here it is {kind_of(element)}"
        advice = "give the profile that belongs to the domain"
        self.report.error("DET615", message, self.xml.span(element, "type"), help=advice)

    def _integer(self, issue: GeniusIssue, element: Element) -> tuple[Fraction, ...] | None:
        if kind_of(element) != "integer":
            self._other_type(issue, element, "integer")
            return None
        low, n_options = issue.lower_bound or 0, len(issue.options)
        if "lowerbound" in element.attributes or element.first("range") is not None:
            given = bounds(self.xml, element, self.report)
            if given is not None and given != (low, low + n_options - 1):
                message = (
                    f"`{issue.name}` runs from {low} to {low + n_options - 1} in the domain, here from {given[0]} to {given[1]}"
                )
                advice = "give the profile that belongs to the domain"
                bound = "lowerbound" if given[0] != low else "upperbound"
                self.report.error("DET615", message, self.xml.span(element, bound), help=advice)
        evaluator = element.first("evaluator")
        if evaluator is None:
            advice = 'add `<evaluator ftype="linear" offset="..." slope="..."/>`'
            self.report.error("DET614", f"`{issue.name}` has no evaluator", self.xml.span(element), help=advice)
            return None
        kind = evaluator.attributes.get("ftype", "linear").strip().lower()
        if kind != "linear":
            message = f"evaluators of type `{kind}` are not read"
            advice = "write the values as the items of a discrete issue, each with its evaluation"
            self.report.error("DET606", message, self.xml.span(evaluator, "ftype"), help=advice)
            return None
        offset, slope = self._number(evaluator, "offset"), self._number(evaluator, "slope")
        if offset is None or slope is None:
            return None
        return tuple(min(Fraction(1), max(Fraction(0), offset + slope * step)) for step in range(n_options))

    def _reservation(self) -> Fraction:
        element = self.space.first("reservation")
        value = self._number(element, "value") if element is not None else None
        if element is None or value is None:
            return Fraction(0)
        if not 0 <= value <= 1:
            message = f"the reservation value {element.attributes['value']} is not between 0 and 1"
            advice = "utilities are: below 0 every package is taken, above 1 none"
            self.report.warning("DET609", message, self.xml.span(element, "value"), help=advice)
        return value

    def _discount(self) -> Fraction:
        element = self.space.first("discount_factor")
        value = self._number(element, "value") if element is not None else None
        if element is None or value is None:
            return Fraction(1)
        if not 0 <= value <= 1:
            message = f"the discount factor {element.attributes['value']} is not between 0 and 1, and is not used"
            self.report.warning("DET609", message, self.xml.span(element, "value"), help="1 is no discount")
            return Fraction(1)
        if value != 1:
            message = f"the discount factor {element.attributes['value']} is kept apart"
            advice = "utilities are those of an agreement at once; what waiting costs is another question"
            self.report.note("DET626", message, self.xml.span(element, "value"), help=advice)
        return value
