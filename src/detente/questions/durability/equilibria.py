"""Perfect Bayesian equilibria of an agreement with two types of one party.

Play is optimal at every node given beliefs; beliefs follow Bayes' rule wherever the informed party's
own acts allow it, and where they do not they are any that support the play (reported as a range). Only
the informed party's acts move beliefs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from detente.questions.durability.beliefs import Interval, complying_beliefs
from detente.questions.durability.errors import PlanError
from detente.questions.durability.typed_plan import Plays, TypedPlan

__all__ = ["Belief", "Equilibrium", "pure_equilibria", "semi_separating_equilibria"]

MAX_STEPS = 16
ZERO, ONE = Fraction(0), Fraction(1)
Values = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]
"""``[kind][party]``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """Probability of the regrouping type on arrival at a tick: any from ``low`` to ``high`` supports the play."""

    tick: int
    low: Fraction
    high: Fraction
    is_on_path: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Equilibrium:
    """Probability of complying at every node, by tick, with the beliefs behind it.

    ``sincere`` and ``regrouping`` hold the informed party's at its nodes and 1 elsewhere; ``others[tick]`` the
    uninformed movers', in the order of the parties. ``values`` is ``[kind][party]`` at the first tick.
    ``kept_probability`` is that of the agreement being kept to its end, by type.
    """

    sincere: tuple[Fraction, ...]
    regrouping: tuple[Fraction, ...]
    others: tuple[tuple[Fraction, ...], ...]
    beliefs: tuple[Belief, ...]
    values: Values
    kept_probability: tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class _Moment:
    """Acts at a tick (probabilities of complying) and the beliefs at which the uninformed mover's is optimal."""

    sincere: Fraction
    regrouping: Fraction
    others: tuple[Fraction, ...]
    beliefs: Interval
    values: Values


def pure_equilibria(typed: TypedPlan) -> tuple[Equilibrium, ...]:
    """Every perfect Bayesian equilibrium in pure strategies, ties played either way.

    Backward over the steps with the values of each continuation, dropping what no belief supports; at most
    ``2^(steps of the uninformed)`` continuations. Then beliefs forward.

    Raises
    ------
    PlanError
        If there are more than sixteen steps.
    """
    plays = _plays(typed)
    found = []
    for moments in _continuations(plays, 0):
        beliefs = _beliefs(plays, moments, (typed.prior, typed.prior), 0)
        if beliefs is not None:
            found.append(_equilibrium(moments, beliefs, typed.prior))
    return tuple(found)


def semi_separating_equilibria(typed: TypedPlan) -> tuple[Equilibrium, ...]:
    """Equilibria in which the regrouping type mixes at one step and an uninformed mover at the next decision.

    At the mixing node of the uninformed the belief is exactly its threshold, so the regrouping type complies
    with probability ``mu (1 - q) / (q (1 - mu))``; the other mixes so that it is indifferent. Up to
    there everybody else complies. It takes a prior above the threshold.

    Raises
    ------
    PlanError
        If there are more than sixteen steps.
    """
    plays = _plays(typed)
    found = []
    for place in range(1, plays.last):
        if plays.movers[place] == (plays.informed,):
            continue
        mixing = next((k for k in range(place - 1, -1, -1) if plays.movers[k] == (plays.informed,)), None)
        if mixing is None:
            continue
        for later in _continuations(plays, place + 1):
            moments = _mixed(plays, typed.prior, mixing, place, later)
            beliefs = None if moments is None else _beliefs(plays, moments, (typed.prior, typed.prior), 0)
            if moments is not None and beliefs is not None:
                found.append(_equilibrium(moments, beliefs, typed.prior))
    return tuple(found)


def _plays(typed: TypedPlan) -> Plays:
    plays = Plays.of(typed)
    if plays.last > MAX_STEPS:
        raise PlanError(f"equilibria are found up to {MAX_STEPS} steps; this plan has {plays.last}")
    return plays


def _continuations(plays: Plays, start: int) -> Iterator[tuple[_Moment, ...]]:
    """Play from a tick on in which every act is optimal for some belief."""
    if start == plays.last:
        for moment in _closings(plays):
            yield (moment,)
        return
    for later in _continuations(plays, start + 1):
        for moment in _moments(plays, start, later[0].values):
            yield (moment, *later)


def _moments(plays: Plays, tick: int, values: Values) -> Iterator[_Moment]:
    """Optimal acts at a step, given what follows."""
    mover = plays.movers[tick][0]
    parties = range(len(values[0]))
    ahead = [[plays.ahead(kind, tick, k, values[kind][k]) for k in parties] for kind in (0, 1)]
    left = [[plays.ended(kind, tick, (mover,), k) for k in parties] for kind in (0, 1)]
    gain = [ahead[kind][mover] - left[kind][mover] for kind in (0, 1)]
    if mover == plays.informed:
        for acts in product(*(_optimal(gain[kind]) for kind in (0, 1))):
            yield _Moment(acts[0], acts[1], (), (ZERO, ONE), _by_act(acts, ahead, left))
        return
    for act in (ONE, ZERO):
        beliefs = complying_beliefs(*gain) if act else complying_beliefs(-gain[0], -gain[1])
        if beliefs is not None:
            yield _Moment(ONE, ONE, (act,), beliefs, _by_act((act, act), ahead, left))


def _optimal(gain: Fraction) -> tuple[Fraction, ...]:
    if gain == 0:
        return ONE, ZERO
    return (ONE,) if gain > 0 else (ZERO,)


def _by_act(acts: tuple[Fraction, ...], ahead: list[list[Fraction]], left: list[list[Fraction]]) -> Values:
    made = [tuple(a if act else b for a, b in zip(ahead[k], left[k], strict=True)) for k, act in enumerate(acts)]
    return made[0], made[1]


def _closings(plays: Plays) -> Iterator[_Moment]:
    """Acts at the closing that are best replies to each other."""
    parties, tick = range(len(plays.plans[0].parties)), plays.last
    uninformed = [k for k in parties if k != plays.informed]
    for acts in product((ONE, ZERO), repeat=len(parties) + 1):
        by_kind = [dict(zip([plays.informed, *uninformed], (acts[kind], *acts[2:]), strict=True)) for kind in (0, 1)]

        def value(kind: int, party: int, act: Fraction, by_kind: list[dict[int, Fraction]] = by_kind) -> Fraction:
            leavers = [k for k, a in {**by_kind[kind], party: act}.items() if not a]
            return plays.ended(kind, tick, leavers, party) if leavers else plays.peace(kind, party)

        informed = plays.informed
        if any(value(kind, informed, acts[kind]) < value(kind, informed, ONE - acts[kind]) for kind in (0, 1)):
            continue
        beliefs: Interval | None = (ZERO, ONE)
        for k in uninformed:
            act = by_kind[0][k]
            gains = [value(kind, k, act) - value(kind, k, ONE - act) for kind in (0, 1)]
            beliefs = _meet(beliefs, complying_beliefs(*gains))
        if beliefs is not None:
            values = [tuple(value(kind, k, by_kind[kind][k]) for k in parties) for kind in (0, 1)]
            yield _Moment(acts[0], acts[1], acts[2:], beliefs, (values[0], values[1]))


def _meet(one: Interval | None, other: Interval | None) -> Interval | None:
    if one is None or other is None:
        return None
    low, high = max(one[0], other[0]), min(one[1], other[1])
    return (low, high) if low <= high else None


def _beliefs(plays: Plays, moments: tuple[_Moment, ...], belief: Interval, tick: int) -> tuple[Interval, ...] | None:
    """Beliefs on arrival at each tick that support the play, or ``None``; a range stands for one unknown belief."""
    start, met = tick, belief
    while True:
        both = _meet(met, moments[tick].beliefs)
        if both is None:
            return None
        met = both
        sincere, regrouping = moments[tick].sincere, moments[tick].regrouping
        if tick == plays.last:
            return (met,) * (tick - start + 1)
        if sincere != regrouping or sincere == 0:
            break
        tick += 1
    for here, after in _updates(met, sincere, regrouping):
        rest = _beliefs(plays, moments, after, tick + 1)
        if rest is not None:
            return (*(here,) * (tick - start + 1), *rest)
    return None


def _updates(belief: Interval, sincere: Fraction, regrouping: Fraction) -> Iterator[tuple[Interval, Interval]]:
    """Beliefs before, beliefs after the informed party complied: Bayes' rule where it applies, else any."""
    low, high = belief
    if sincere and regrouping:  # one type mixes: on the path, where the belief is known
        yield belief, (_bayes(low, sincere, regrouping), _bayes(high, sincere, regrouping))
    elif sincere:
        if low < 1:
            yield belief, (ZERO, ZERO)
        if high == 1:
            yield (ONE, ONE), (ZERO, ONE)
    elif regrouping:
        if high > 0:
            yield belief, (ONE, ONE)
        if low == 0:
            yield (ZERO, ZERO), (ZERO, ONE)
    else:
        yield belief, (ZERO, ONE)


def _bayes(belief: Fraction, sincere: Fraction, regrouping: Fraction) -> Fraction:
    return belief * regrouping / (belief * regrouping + (1 - belief) * sincere)


def _mixed(plays: Plays, prior: Fraction, mixing: int, place: int, later: tuple[_Moment, ...]) -> tuple[_Moment, ...] | None:
    """Play with the regrouping type mixing at one step and the uninformed at another; ``None`` if it is not optimal."""
    parties, informed, mover = range(len(later[0].values[0])), plays.informed, plays.movers[place][0]
    values = later[0].values
    ahead = [[plays.ahead(kind, place, k, values[kind][k]) for k in parties] for kind in (0, 1)]
    left = [[plays.ended(kind, place, (mover,), k) for k in parties] for kind in (0, 1)]
    gain = [ahead[kind][mover] - left[kind][mover] for kind in (0, 1)]
    if not gain[1] < 0 < gain[0]:
        return None
    threshold = gain[0] / (gain[0] - gain[1])
    if not 0 < threshold < prior < 1:
        return None
    goes_on, stays = ahead[1][informed], left[1][informed]
    for tick in range(place - 1, mixing - 1, -1):
        goes_on, stays = (plays.ahead(1, tick, informed, value) for value in (goes_on, stays))
    now = plays.ended(1, mixing, (informed,), informed)
    if goes_on == stays or not 0 <= (now - stays) / (goes_on - stays) <= 1:
        return None
    trust = (now - stays) / (goes_on - stays)
    pools = threshold * (1 - prior) / (prior * (1 - threshold))
    at_place = _average(trust, ahead, left)
    moments = [_Moment(ONE, ONE, (trust,), (threshold, threshold), at_place), *later]
    for tick in range(place - 1, -1, -1):
        moment = _complying(plays, tick, moments[0].values, pools if tick == mixing else ONE)
        if moment is None:
            return None
        moments.insert(0, moment)
    return tuple(moments)


def _complying(plays: Plays, tick: int, values: Values, regrouping: Fraction) -> _Moment | None:
    """A step that is complied with, by the regrouping type with some probability; ``None`` if that is not optimal."""
    parties, mover = range(len(values[0])), plays.movers[tick][0]
    ahead = [[plays.ahead(kind, tick, k, values[kind][k]) for k in parties] for kind in (0, 1)]
    left = [[plays.ended(kind, tick, (mover,), k) for k in parties] for kind in (0, 1)]
    gain = [ahead[kind][mover] - left[kind][mover] for kind in (0, 1)]
    if mover != plays.informed:
        beliefs = complying_beliefs(*gain)
        made = (tuple(ahead[0]), tuple(ahead[1]))
        return None if beliefs is None else _Moment(ONE, ONE, (ONE,), beliefs, made)
    if gain[0] < 0 or gain[1] < 0:
        return None
    mixed = _average(regrouping, ahead, left)
    return _Moment(ONE, regrouping, (), (ZERO, ONE), (tuple(ahead[0]), mixed[1]))


def _average(weight: Fraction, ahead: list[list[Fraction]], left: list[list[Fraction]]) -> Values:
    made = [tuple(weight * a + (1 - weight) * b for a, b in zip(ahead[kind], left[kind], strict=True)) for kind in (0, 1)]
    return made[0], made[1]


def _equilibrium(moments: tuple[_Moment, ...], beliefs: tuple[Interval, ...], prior: Fraction) -> Equilibrium:
    reach, kept, made = [ONE - prior, prior], [ONE, ONE], []
    for tick, (moment, belief) in enumerate(zip(moments, beliefs, strict=True)):
        made.append(Belief(tick=tick, low=belief[0], high=belief[1], is_on_path=any(reach)))
        for kind, own in enumerate((moment.sincere, moment.regrouping)):
            factor = own
            for act in moment.others:
                factor *= act
            reach[kind] *= factor
            kept[kind] *= factor
    return Equilibrium(
        sincere=tuple(moment.sincere for moment in moments),
        regrouping=tuple(moment.regrouping for moment in moments),
        others=tuple(moment.others for moment in moments),
        beliefs=tuple(made),
        values=moments[0].values,
        kept_probability=(kept[0], kept[1]),
    )
