"""``--set`` and ``--without``: a question asked of a changed case, and the change told above its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.cli.arguments import did_you_mean

if TYPE_CHECKING:
    from detente.model.case import Case
    from detente.questions.agreement.what_if import Contradictory, NumberSetting, Setting, WhatIf

__all__ = ["change_words", "changed_case", "changes", "read_setting"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

FORMS = (
    "no_deal.ACTOR=POINTS",
    "red_line.ID.firmness=LIKELIHOOD",
    "weights.ACTOR.ISSUE=POINTS",
    "points.ACTOR.ISSUE.OPTION=POINTS",
    "ratification.PARTY.office.ACTOR=POINTS",
    "phases.stakes.PARTY.peace=POINTS",
    "outlook.costs.ID.rate=POINTS",
)
SECTIONS = ("ratification", "phases", "outlook")
"""Sections whose numbers go by their path."""

_LIKELIHOODS = ("detection", "regroups")


def changes(command: _Command) -> _Command:
    """Add the options that change the case before it is asked: ``settings`` and ``without``, both may be repeated."""
    for decorate in (
        click.option(
            "--without",
            "without",
            multiple=True,
            metavar="ID",
            help="Leave out a red line, demand, preference, no-deal statement, rule, proposal or record of `moves`, "
            "`ratification`, `phases` or `outlook`.",
        ),
        click.option(
            "--set",
            "settings",
            multiple=True,
            metavar="NUMBER=VALUE",
            help=f"Set a judged number: {', '.join(FORMS)}; points are 35 or 30..40.",
        ),
    ):
        command = decorate(command)
    return command


def read_setting(text: str) -> Setting:
    """A setting from its text, ``no_deal.hamas=30..40``.

    Raises
    ------
    click.UsageError
        If it has not one of the forms, or its value cannot be read.
    """
    path, is_given, value = text.partition("=")
    kind, *names = path.strip().split(".", 3)
    if not is_given or not value.strip() or not all(names):
        raise click.UsageError(f"`--set {text}` has no number and value; write one of {_forms()}")
    from detente.casefile.values import MistakeError, likelihood, number_range
    from detente.model.preference import PointsRange
    from detente.questions.agreement.what_if import FirmnessSetting, NoDealSetting, PointsSetting, WeightSetting

    try:
        if kind in SECTIONS and len(names) >= 2:
            return _number_setting(path.strip(), value)
        if kind == "red_line" and len(names) == 2 and names[1] == "firmness":
            return FirmnessSetting(red_line=names[0], firmness=likelihood(value))
        if kind in ("no_deal", "weights", "points"):
            low, high = number_range(value)
            points = PointsRange(low=low, high=high)
            if kind == "no_deal" and len(names) == 1:
                return NoDealSetting(actor=names[0], points=points)
            if kind == "weights" and len(names) == 2:
                return WeightSetting(actor=names[0], issue=names[1], points=points)
            if kind == "points" and len(names) == 3:
                return PointsSetting(actor=names[0], issue=names[1], option=names[2], points=points)
    except MistakeError as mistake:
        raise click.UsageError(f"`--set {text}`: {mistake.message}; {mistake.advice}") from None
    known = [form.split("=")[0].split(".")[0] for form in FORMS]
    hint = did_you_mean(kind, known) if kind not in known else ""
    raise click.UsageError(f"`--set {text}` is not a number of a case{hint or f'; write one of {_forms()}'}")


def _number_setting(path: str, value: str) -> NumberSetting:
    """A number by its path; a likelihood where it is one."""
    from detente.casefile.values import likelihood, number_range
    from detente.questions.agreement.what_if import NumberSetting

    parts = path.split(".")
    if parts[-1] in _LIKELIHOODS or parts[-2] == "chance":
        found = likelihood(value)
        return NumberSetting(path=path, low=found.low, high=found.high)
    low, high = number_range(value)
    return NumberSetting(path=path, low=low, high=high)


def _forms() -> str:
    return ", ".join(FORMS)


def changed_case(
    case: Case,
    settings: Sequence[str],
    without: Sequence[str],
    handling: str = "confidential",
    as_of: dt.date | None = None,
) -> WhatIf:
    """The case with the changes asked for, as it was on record by ``as_of`` where a day is given.

    A record that readers cleared for ``handling`` may not see is, to them, not there: its id is neither taken nor told.

    Raises
    ------
    click.UsageError
        If a change cannot be read, names what the case lacks, or contradicts what stays in the case.
    """
    if as_of is not None:
        from detente.evidence.as_of import as_of as on_day

        case = on_day(case, as_of)
    if not settings and not without:
        from detente.questions.agreement.what_if import WhatIf

        return WhatIf(case=case, settings=(), left_out=())
    from detente.questions.agreement.what_if import FirmnessSetting, NumberSetting, what_if
    from detente.questions.agreement.what_if_errors import Contradictory, NothingLeft, OutOfBounds, UnknownName

    hidden = _withheld_ids(case, handling)
    read = [read_setting(text) for text in settings]
    for given, what in (
        *((s.red_line, "red line") for s in read if isinstance(s, FirmnessSetting)),
        *((s.path, "number") for s in read if isinstance(s, NumberSetting)),
        *((name, "record with the id") for name in without),
    ):
        if given in hidden:
            raise click.UsageError(f"the case has no {what} `{given}`")
    try:
        return what_if(case, settings=read, without=without)
    except UnknownName as unknown:
        known = [name for name in unknown.known if name not in hidden]
        hint = did_you_mean(unknown.given, known)
        if unknown.given.partition(".")[0] in SECTIONS and not hint:
            known = [name for name in known if name.partition(".")[0] == unknown.given.partition(".")[0]]
        if not hint and len(known) <= 8:
            hint = f"; there are {', '.join(f'`{k}`' for k in known)}" if known else ""
        raise click.UsageError(f"{unknown}{hint}") from None
    except (NothingLeft, OutOfBounds) as refused:
        raise click.UsageError(f"{refused}") from None
    except Contradictory as clash:
        raise click.UsageError(_clash_words(clash)) from None


def _clash_words(clash: Contradictory) -> str:
    """Which statements cannot hold together, named as an author would look for them."""
    named = [_statement_words(clash.actor, statement) for statement in clash.statements]
    together = "together" if len(named) > 1 else "by itself"
    return (
        f"after this change no values of `{clash.actor}` satisfy {' and '.join(named)} {together}; set or leave out one of them,"
        " any one is enough"
    )


def _statement_words(actor: str, statement: str) -> str:
    if statement.startswith("what-if"):
        return "the number set"
    if statement.startswith("phases."):
        return f"`{statement}`"
    section, _, rest = statement.rpartition(".")
    number = rest.removeprefix(f"{actor}-")
    if not number.isdecimal():
        return f"`{statement}`"
    return f"{'no-deal statement' if section else 'preference'} {number} of `{actor}`"


def _withheld_ids(case: Case, handling: str) -> set[str]:
    """Ids of records, and paths of numbers, that rest only on what the readers may not see."""
    from detente.evidence.support import APART, records
    from detente.explanation.telling import Telling
    from detente.model.evidence import Handling
    from detente.questions.agreement.left_out import record_ends, record_keys
    from detente.questions.agreement.question import undetermined
    from detente.questions.agreement.settable import settable_numbers

    telling = Telling(case=case, finding=undetermined(case, "not asked", 0), handling=Handling(handling))
    keys = [found.key for found in records(case) if telling.is_record_withheld(found.key)]
    names = {name for key in keys for name in (key, key.partition(".")[2])}
    # Of a section that is withheld in part nothing is told, so none of its records and numbers may be asked for either.
    closed = {section for section in APART if telling.is_section_withheld(section)}
    told = {found.key.partition(".")[2] for found in records(case)}
    for key in record_keys(case):
        if key.partition(".")[0] not in closed:
            told |= record_ends(key)
    for key in record_keys(case):
        if key.partition(".")[0] in closed:
            names |= {key} | (record_ends(key) - told)
    return names | {number.path for number in settable_numbers(case) if number.path.partition(".")[0] in closed}


def change_words(changed: WhatIf) -> str | None:
    """``What if: no_deal.hamas = 30..40; without red_lines.x``, or ``None`` where nothing was changed."""
    told = [
        _setting_words(setting) + (", the actor's other issues in proportion" if setting in changed.in_proportion else "")
        for setting in changed.settings
    ]
    told += [f"without {key}" for key in changed.left_out]
    return f"What if: {'; '.join(told)}." if told else None


def _setting_words(setting: Setting) -> str:
    from detente.casefile.values import range_text
    from detente.questions.agreement.what_if import FirmnessSetting, NoDealSetting, NumberSetting, WeightSetting

    if isinstance(setting, NumberSetting):
        return f"{setting.path} = {range_text(setting.low, setting.high)}"
    if isinstance(setting, FirmnessSetting):
        firmness = setting.firmness
        return f"red_line.{setting.red_line}.firmness = {firmness.word or range_text(firmness.low, firmness.high)}"
    value = range_text(setting.points.low, setting.points.high)
    if isinstance(setting, NoDealSetting):
        return f"no_deal.{setting.actor} = {value}"
    if isinstance(setting, WeightSetting):
        return f"weights.{setting.actor}.{setting.issue} = {value}"
    return f"points.{setting.actor}.{setting.issue}.{setting.option} = {value}"
