"""What parties have at stake in a phased agreement, and the stakes of a second type, from what the file says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detente.casefile.estimates import numbers_of, resolve_estimate
from detente.casefile.reading import Entry, Read
from detente.casefile.schema_phases import STAKE_FIELDS
from detente.casefile.scope import Register, Scope
from detente.casefile.syntax import ScalarNode
from detente.model.phases import Stake, StakeKind, TwoTypes

__all__ = ["resolve_stakes", "resolve_types"]

Keyed = Mapping[str, tuple[ScalarNode, Read]]
PER_UNIT = (StakeKind.LEVERAGE, StakeKind.DELIVERED)
"""Stakes that are given by asset; what is delivered also by step."""


def resolve_stakes(keyed: Keyed, assets: Register, steps: Register, scope: Scope) -> tuple[Stake, ...]:
    """Every number that is right: parties in the order of the file, the kinds of one party in a fixed order."""
    return tuple(_stakes(keyed, assets, steps, scope))


def _stakes(keyed: Keyed, assets: Register, steps: Register, scope: Scope) -> Iterator[Stake]:
    for actor, (key, read) in keyed.items():
        is_known = scope.actors.has(actor, key.span, scope.report)
        if isinstance(read.value, Entry):
            prefix = f"phases.stakes.{actor}"
            scope.record(prefix, key.span, read.value)
            found = tuple(_numbers(actor, prefix, read.value, (assets, steps, scope)))
            if is_known:
                yield from found


def resolve_types(keyed: Keyed, assets: Register, steps: Register, scope: Scope) -> tuple[TwoTypes, ...]:
    """Every party that may be of two types, as far as it could be resolved."""
    return tuple(_types(keyed, assets, steps, scope))


def _types(keyed: Keyed, assets: Register, steps: Register, scope: Scope) -> Iterator[TwoTypes]:
    for actor, (key, read) in keyed.items():
        is_known = scope.actors.has(actor, key.span, scope.report)
        if not isinstance(read.value, Entry):
            continue
        entry, prefix = read.value, f"phases.types.{actor}"
        scope.record(prefix, key.span, entry)
        because = scope.because(entry)
        regroups = resolve_estimate(entry.fields.get("regroups"), f"{prefix}.regroups", key.span, scope)
        stakes = tuple(_numbers(actor, prefix, entry, (assets, steps, scope)))
        if regroups is not None and is_known and entry.is_whole:
            yield TwoTypes(actor=actor, regroups=regroups, stakes=stakes, because=because, note=entry.get("note"))


def _numbers(actor: str, prefix: str, entry: Entry, place: tuple[Register, Register, Scope]) -> Iterator[Stake]:
    assets, steps, scope = place
    for field in STAKE_FIELDS:
        kind, read = StakeKind(field), entry.fields.get(field)
        if kind not in PER_UNIT:
            value = resolve_estimate(read, f"{prefix}.{field}", entry.span(field), scope)
            if value is not None:
                yield Stake(actor=actor, kind=kind, value=value)
            continue
        for name, (key, given) in numbers_of(read).items():
            value = resolve_estimate(given, f"{prefix}.{field}.{name}", key.span, scope)
            is_step = kind is StakeKind.DELIVERED and name in steps.keys
            if (is_step or assets.has(name, key.span, scope.report)) and value is not None:
                yield Stake(actor=actor, kind=kind, value=value, of=name)
