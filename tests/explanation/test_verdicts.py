"""The bottom line and the judgements for each verdict, in numbers small and large."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from building import DAY, case_of, named_issue, points, ranking, red_line, worth

from detente.explanation.explain import explain
from detente.explanation.explanation import Explanation, Sentence
from detente.model.case import Case
from detente.model.package import Package
from detente.model.proposal import Answer, Proposal, Response
from detente.report.render import render

HALT = named_issue("halt", ["none", "weeks", "renewable", "permanent"])
A_POINTS = {"none": 0, "weeks": 20, "renewable": 60, "permanent": 100}
B_POINTS = {"none": 0, "weeks": 100, "renewable": 50, "permanent": 10}


def bottom(explanation: Explanation) -> str:
    return " ".join(sentence.text for sentence in explanation.bottom_line)


def everything(explanation: Explanation) -> str:
    return render(explanation, "markdown")


def exact_case(a_worth: int, b_worth: int) -> Case:
    return case_of(
        [HALT], [points("a", "halt", A_POINTS), points("b", "halt", B_POINTS)], [worth("a", a_worth), worth("b", b_worth)]
    )


def clash(*, firmness: float | None = None, worths: Mapping[str, tuple[int, int]] | None = None) -> Case:
    """A wants it permanent, B refuses that."""
    given = {"a": (10, 20), "b": (10, 20)} if worths is None else worths
    return case_of(
        [HALT],
        [
            ranking("a", HALT, ["permanent", "renewable", "weeks", "none"]),
            ranking("b", HALT, ["weeks", "renewable", "permanent", "none"]),
        ],
        [worth(actor, value) for actor, value in given.items()],
        [red_line("a-line", "a", HALT, ["permanent"], firmness), red_line("b-line", "b", HALT, ["none", "weeks"], firmness)],
    )


def test_one_package_acceptable_to_all_is_named() -> None:
    told = explain(exact_case(40, 30))
    assert "1 package is acceptable to every party and crosses no red line" in bottom(told)
    assert "halt: renewable" in bottom(told)


def test_an_exact_case_speaks_of_no_draws() -> None:
    for a_worth in (40, 70):
        words = everything(explain(exact_case(a_worth, 30)))
        assert not re.search(r"\bways of filling\b|\breadings looked at\b|\d of 100 readings\b|drawn;|, drawn", words)


def test_an_exact_deadlock_says_how_far_a_no_deal_value_would_have_to_fall() -> None:
    told = explain(exact_case(70, 30))
    assert "no deal is possible" in bottom(told)
    assert "A would take a package worth less than no deal (by 10 points)" in bottom(told)
    assert "of these, none is acceptable" in everything(told)


def test_a_clash_of_red_lines_is_named_with_who_refuses_what() -> None:
    told = explain(clash(firmness=0.6), readings=100)
    assert (
        "A would refuse any deal unless halt is “permanent”; B would refuse any deal unless halt is “none” or “weeks”"
        in bottom(told)
    )
    assert told.judgements[0].exactness == "exact"
    assert "this is not the chance of a deal" in bottom(told).casefold()


def test_two_drawn_readings_are_no_special_case() -> None:
    assert bottom(explain(clash(firmness=0.6), readings=2)).startswith("As the positions are stated, no deal is possible")


def test_unknown_no_deal_values_give_no_share_and_name_the_parties() -> None:
    told = explain(clash(firmness=0.6, worths={}), readings=50)
    words = everything(told)
    assert "what no deal is worth to A or B" in words
    assert all(bar.value in (None, 0.0) for bar in told.figures.bars)
    assert "as far as red lines and rules go" in bottom(told)


def test_a_contested_case_gives_the_share_and_its_denominator() -> None:
    case = case_of(
        [HALT],
        [
            ranking("a", HALT, ["permanent", "renewable", "weeks", "none"]),
            ranking("b", HALT, ["weeks", "renewable", "permanent", "none"]),
        ],
        [worth("a", (40, 60)), worth("b", (30, 80))],
    )
    told = bottom(explain(case, readings=200))
    assert re.search(r"in \d+ of 100 \(give or take \d+\) ways of filling the gaps in the record", told)
    assert "(200 drawn)" in told


def test_a_case_without_parties_is_undetermined_and_says_why() -> None:
    told = explain(case_of([HALT], parties=()))
    assert bottom(told) == "Whether there is a deal could not be determined: no actor of the case is a party."
    assert not told.judgements


def test_twelve_parties_fit_every_rendering() -> None:
    names = [f"p{k}" for k in range(12)]
    order = ["permanent", "renewable", "weeks", "none"]
    case = case_of(
        [HALT],
        [ranking(p, HALT, order) for p in names],
        [worth(p, (20, 40)) for p in names],
        [red_line("one", "p0", HALT, ["permanent"], 0.6), red_line("two", "p1", HALT, ["weeks"], 0.6)],
        parties=names,
    )
    told = explain(case, readings=50)
    assert max(len(line) for line in render(told, "terminal").splitlines()) <= 80
    assert len(render(told, "html").encode()) < 250_000


def test_an_answer_carried_to_the_day_of_the_case_is_an_assumption() -> None:
    proposal = Proposal(
        id="offer",
        name="The offer",
        by=("a",),
        date=DAY - dt.timedelta(days=2),
        package=Package.of({"halt": "renewable"}),
        responses=(Response(actor="b", answer=Answer.REJECTED, date=DAY - dt.timedelta(days=1)),),
    )
    case = case_of(
        [HALT],
        [ranking("b", HALT, ["weeks", "renewable", "permanent", "none"])],
        [worth("a", 10), worth("b", (10, 90))],
        proposals=(proposal,),
    )
    words = [assumption.text.text for assumption in explain(case, readings=50).assumptions]
    assert "The answer of B to the offer, given on 10 April 2024, still stood on 11 April 2024." in words


def test_no_likelihood_word_is_drawn_from_a_share() -> None:
    words = everything(explain(clash(), readings=100)).casefold()
    for term in ("likely", "almost certain", "roughly even", "almost no chance"):
        assert term not in words


def test_the_same_question_gives_the_same_bytes() -> None:
    first, second = (explain(clash(firmness=0.6), readings=80, seed=3) for _ in range(2))
    assert first == second
    assert render(first, "html") == render(second, "html")


def test_footnotes_and_sentences_agree() -> None:
    told = explain(clash(firmness=0.6), readings=50)

    def numbers(sentence: Sentence) -> tuple[int, ...]:
        return told.footnote_numbers(sentence)

    assert [note.number for note in told.footnotes] == list(range(1, len(told.footnotes) + 1))
    assert all(numbers(judgement.sentence) == () for judgement in told.judgements)


def test_openings_that_ask_no_less_are_named_side_by_side() -> None:
    told = bottom(explain(clash(firmness=0.6), readings=100))
    assert "none asks less than another: A would admit" in told
    assert "; or B would admit" in told


def test_steps_are_not_traded_for_points() -> None:
    case = case_of(
        [HALT],
        [points("a", "halt", A_POINTS), points("b", "halt", B_POINTS)],
        [worth("a", 50), worth("b", 60)],
        [red_line("b-line", "b", HALT, ["none", "weeks"])],
    )
    told = bottom(explain(case))
    assert "A would take a package worth less than no deal (by 30 points)" in told


def test_a_case_told_on_an_earlier_day_leaves_later_answers_out() -> None:
    day = DAY - dt.timedelta(days=2)
    offer = Proposal(
        id="offer",
        name="The offer",
        by=("a",),
        date=DAY - dt.timedelta(days=3),
        package=Package.of({"halt": "renewable"}),
        responses=(Response(actor="b", answer=Answer.REJECTED, date=DAY),),
    )
    case = case_of([HALT], [], [worth("a", 10), worth("b", 10)], proposals=(offer,))
    earlier = explain(case, readings=20, as_of=day)
    assert earlier.as_of == day
    assert "The answer of B: rejected" in everything(explain(case, readings=20))
    assert "The answer of B: rejected" not in everything(earlier)
    assert any("The record holds no answer of B to the offer" in gap.text for gap in earlier.gaps)


def unbounded_case(a_worth: int) -> Case:
    """What no deal is worth to B is not known; A has exact points."""
    return case_of([HALT], [points("a", "halt", A_POINTS), points("b", "halt", B_POINTS)], [worth("a", a_worth)])


def test_a_value_not_known_is_told_with_the_value_below_which_a_deal_exists() -> None:
    words = everything(explain(unbounded_case(60)))
    assert "worth to B: with every red line in force, a deal exists if it is at most 50 points" in words


def test_a_value_not_known_is_no_help_where_the_other_party_accepts_nothing() -> None:
    words = everything(explain(unbounded_case(101)))
    assert "whatever it is, no deal exists, as no package is acceptable to A." in words
    assert "a deal exists if" not in words
