"""Reading a Genius domain: its issues, by index, and the options of each."""

from __future__ import annotations

from detente.casefile.source import Report
from detente.diagnostics import Note
from detente.interop.genius import GeniusAgent, GeniusDomain, GeniusIssue
from detente.interop.numbers import whole
from detente.interop.xml_source import Element, XmlFile

__all__ = [
    "INTO",
    "attribute",
    "bounds",
    "issue_elements",
    "kind_of",
    "not_genius",
    "read_domain",
    "utility_space",
    "whole_number",
]

MAX_OPTIONS = 10_000
INTO = frozenset({"objective"})
_UNLISTED = frozenset({"real", "realvalued", "price", "linear"})


def utility_space(xml: XmlFile) -> Element | None:
    """The element that holds the issues; ``None`` in a file that is neither a domain nor a profile."""
    if xml.root.tag == "utility_space":
        return xml.root
    return xml.root.first("utility_space") if xml.root.tag == "negotiation_template" else None


def issue_elements(space: Element) -> list[Element]:
    """Issues at any depth of objectives, in the order of the file."""
    return [element for element in space.walk(into=INTO) if element.tag == "issue"]


def attribute(xml: XmlFile, element: Element, name: str, report: Report) -> str | None:
    """The text of an attribute that must be there; DET607 when it is not."""
    found = element.attributes.get(name)
    if found is None or not found.strip():
        advice = f'write `{name}="..."`'
        report.error("DET607", f"this `{element.tag}` has no `{name}`", xml.span(element, name), help=advice)
        return None
    return found


def whole_number(xml: XmlFile, element: Element, name: str, report: Report) -> int | None:
    """An attribute that must be a whole number; DET607 or DET608 when it is not."""
    text = attribute(xml, element, name, report)
    if text is None:
        return None
    number = whole(text)
    if number is None:
        message = f"the `{name}` of this `{element.tag}` is not a whole number: `{text}`"
        report.error("DET608", message, xml.span(element, name), help="write digits, as in 3")
    return number


def kind_of(element: Element) -> str:
    """The type of an issue as Genius takes it: ``type``, else ``etype``, else discrete."""
    return (element.attributes.get("type") or element.attributes.get("etype") or "discrete").strip().lower()


def bounds(xml: XmlFile, element: Element, report: Report) -> tuple[int, int] | None:
    """The bounds of an integer issue, on the issue itself or on a ``range`` in it."""
    holder = element.first("range") if "lowerbound" not in element.attributes else None
    holder = element if holder is None else holder
    low = whole_number(xml, holder, "lowerbound", report)
    high = whole_number(xml, holder, "upperbound", report)
    return None if low is None or high is None else (low, high)


def read_domain(xml: XmlFile, report: Report) -> GeniusDomain | None:
    """The domain in a file; ``None`` when something is wrong with it, all of which is reported."""
    space = utility_space(xml)
    elements = issue_elements(space) if space is not None else []
    if space is None or not elements:
        message = "this is no Genius domain: it has no `utility_space` with an `issue` in it"
        report.error("DET605", message, xml.span(xml.root), help="give the domain file first, then one profile for each party")
        return None
    seen: dict[int, Element] = {}
    issues: list[GeniusIssue] = []
    for element in elements:
        index = whole_number(xml, element, "index", report)
        if index is not None and index in seen:
            first = Note(text=f"the index {index} stands here first", span=xml.span(seen[index], "index"))
            advice = "weights name issues by index, so give each issue its own"
            message = f"two issues have the index {index}"
            report.error("DET610", message, xml.span(element, "index"), notes=[first], help=advice)
            index = None
        issue = _issue(xml, element, -1 if index is None else index, report)
        if index is not None:
            seen[index] = element
        if issue is not None and index is not None:
            issues.append(issue)
    if len(issues) < len(elements):
        return None
    root = space.first("objective")
    name = (root.attributes.get("name") or "").strip() if root is not None else ""
    if name.lower() in ("", "root"):
        name = xml.file.path.stem
    return GeniusDomain(name=name, issues=tuple(issues), agents=_agents(xml.root))


def _agents(root: Element) -> tuple[GeniusAgent, ...]:
    found = [(a.attributes.get("name", "").strip(), a.attributes.get("utility_space", "").strip()) for a in root.all("agent")]
    return tuple(GeniusAgent(name=name, utility_space=space) for name, space in found if name and space)


def _issue(xml: XmlFile, element: Element, index: int, report: Report) -> GeniusIssue | None:
    name = attribute(xml, element, "name", report)
    kind = kind_of(element)
    if kind == "integer":
        return _integer(xml, element, index, name, report)
    if kind != "discrete":
        what = "a real-valued issue has no list of options" if kind in _UNLISTED else f"issues of type `{kind}` are not read"
        advice = "write the values the parties talk about as the items of a discrete issue"
        report.error("DET606", f"{what}: `{name}`", xml.span(element, "type"), help=advice)
        return None
    options: dict[str, Element] = {}
    is_whole = True
    for item in element.all("item"):
        value = attribute(xml, item, "value", report)
        if value is None:
            is_whole = False
        elif value in options:
            first = Note(text="it stands here first", span=xml.span(options[value], "value"))
            advice = "it counts as one option; take one of the two out"
            message = f"the item `{value}` of `{name}` is repeated"
            report.warning("DET618", message, xml.span(item, "value"), notes=[first], help=advice)
        else:
            options[value] = item
    if len(options) > MAX_OPTIONS:
        advice = f"at most {MAX_OPTIONS:,} are read; keep the ones that matter"
        report.error("DET602", f"`{name}` has {len(options):,} options", xml.span(element), help=advice)
        return None
    if not element.all("item"):
        advice = "list its options as `item` elements with a `value`"
        report.error("DET607", f"the issue `{name}` has no items", xml.span(element), help=advice)
        return None
    return GeniusIssue(index=index, name=name, options=tuple(options)) if name is not None and is_whole else None


def _integer(xml: XmlFile, element: Element, index: int, name: str | None, report: Report) -> GeniusIssue | None:
    found = bounds(xml, element, report)
    if found is None or name is None:
        return None
    low, high = found
    if low > high:
        advice = "the lower bound comes first"
        report.error("DET609", f"the range of `{name}` ends before it begins", xml.span(element, "upperbound"), help=advice)
        return None
    if high - low >= MAX_OPTIONS:
        advice = f"at most {MAX_OPTIONS:,} are read; write the ones that matter as a discrete issue"
        report.error("DET602", f"`{name}` has {high - low + 1:,} options", xml.span(element, "upperbound"), help=advice)
        return None
    return GeniusIssue(index=index, name=name, options=tuple(str(n) for n in range(low, high + 1)), lower_bound=low)


def not_genius(xml: XmlFile, report: Report) -> None:
    """DET605: an XML file of something else."""
    message = f"this is no Genius file: it begins with `{xml.root.tag}`"
    advice = "domains begin with `negotiation_template`, profiles with `utility_space`"
    report.error("DET605", message, xml.span(xml.root), help=advice)
