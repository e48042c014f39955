"""The chapter on timing: what it says and what each sentence rests on, what it keeps back, and when it is silent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from outlook_cases import ferry

from detente.casefile.load import load
from detente.explanation.explain import explain
from detente.explanation.explanation import Chapter, LineChart
from detente.explanation.outlook_words import outlook_record_words
from detente.explanation.redaction import telling_for
from detente.explanation.timing_elsewhere import elsewhere
from detente.explanation.timing_words import timing_chapter
from detente.model.case import Case
from detente.model.evidence import Handling
from detente.model.verdict import Verdict
from detente.questions.agreement.question import agreement
from detente.questions.timing.question import timing
from detente.report.render import FORMATS, render

IN_WORDS = (
    (", rate: 1..2", ""),
    (", rate: 0..1", ""),
    (", rate: 0..4", ""),
    (", change: 5..30", ""),
    ("{terms: -10..0}", "{terms: worse}"),
)
EVENT = (
    "  deadlines:\n    yard:",
    "  events:\n    season: {name: The season begins, on: 2024-05-01..2024-05-31,\n"
    "      chance: {crews: 0.9, company: 0.1}, effects: {crews: {terms: 20}, company: {terms: -5}}, because: [hopes]}\n"
    "  deadlines:\n    yard:",
)


def case(tmp_path: Path, *changes: tuple[str, str]) -> Case:
    folder = tmp_path / f"ferry{len(list(tmp_path.iterdir()))}"
    folder.mkdir()
    (folder / "case.yaml").write_text(ferry(*changes), encoding="utf-8")
    return load(folder)


def chapter_of(found: Case, handling: Handling = Handling.PUBLIC) -> Chapter:
    telling = telling_for(found, agreement(found, readings=50), handling)
    chapter = timing_chapter(telling, timing(found, readings=400), elsewhere(telling, home=None, commitment=None))
    assert chapter is not None
    return chapter


def text(chapter: Chapter) -> str:
    return " ".join(s.text for s in chapter.sentences)


def test_each_party_is_told_by_its_own_outlook_with_claims(tmp_path: Path) -> None:
    chapter = chapter_of(case(tmp_path))
    said = text(chapter)
    assert "that is open for the crews" in said
    assert "Signing now is at least as good as waiting for the ferry company" in said
    assert "Each party is taken at its own outlook here; whether that outlook is right is not asked." in said
    own = next(s for s in chapter.sentences if s.text.startswith("By the outlook of the crews"))
    assert own.text == (
        "By the outlook of the crews, some of what lies ahead makes its terms better and some worse, and going on costs it"
        " something: whether signing later is better for it hangs on which weighs more."
    )
    assert own.claims == ("strike-pay", "hopes", "books-close")
    other = next(s for s in chapter.sentences if s.text.startswith("By the outlook of the ferry company"))
    assert other.assumptions == ("outlook.terms.company-1",)
    assert "In all readings, signing “The offer” now is at least as good for the ferry company as waiting" in said


def test_what_would_tip_a_party_is_told_as_a_size_with_a_day(tmp_path: Path) -> None:
    said = text(chapter_of(case(tmp_path)))
    assert re.search(r"if going on cost it [\d.]+ points? more each week from now until 2 July 2024", said)
    assert re.search(r"or if the terms it can sign for now were worth [\d.]+ points more", said)
    assert "is a size, not advice to bring it about" in said
    assert "For the crews, a further cost that sets in later comes too late, however great" in said
    late = (("rate: 1..2", "rate: 5"), ("change: 5..30, by: 2024-06-01", "change: 5"), ("-10..0", "70"))
    said = text(chapter_of(case(tmp_path, *late)))
    # 70 points from 30 April on are worth four weeks of cost: what sets in by then takes them away.
    assert "For the crews, a greater further cost may set in later, but by 23 April 2024; one that sets in after that" in said


def test_one_that_would_rather_have_no_deal_is_said_to_whenever_it_is_signed(tmp_path: Path) -> None:
    dear = text(chapter_of(case(tmp_path, ("company: [{worth: 10", "company: [{worth: 50"))))
    assert "Never signing is worth more to the ferry company than signing it now in all readings; that is not a matter of" in dear
    assert "for: the crews in all readings and the ferry company in no reading" in dear
    assert "For the ferry company that is so since nothing on the table is worth as much to it as never signing." in dear
    assert "Never signing is worth more" not in text(chapter_of(case(tmp_path)))


def test_a_hope_others_do_not_share_is_told_with_how_they_see_it(tmp_path: Path) -> None:
    chapter = chapter_of(case(tmp_path))
    said = text(chapter)
    assert "That the crews could sign for better terms later rests on “Lost bookings” rising for the ferry company." in said
    assert "By the outlook of the ferry company, it moves another way (going on as it is)." in said
    assert "Information, perhaps: hopes for better terms rest on what others see otherwise or have not said." in said
    silent = case(
        tmp_path,
        ("      - {name: Lost bookings, trend: steady, rate: 0..1, because: [losing]}\n", ""),
        ("company-2", "company-1"),
    )
    unsaid = "The outlook of the ferry company names no such cost, by this name or from the same source."
    assert unsaid in text(chapter_of(silent))


def test_what_all_readings_drawn_say_is_told_though_it_is_no_proof(tmp_path: Path) -> None:
    said = text(
        chapter_of(case(tmp_path, ("crews: [{worth: 20,", "crews: [{worth: 0..20,"), ("change: 5..30", "change: 60..90")))
    )
    assert "It is not settled whether some party gains by waiting: that is open for the crews." in said
    assert "In every reading drawn, waiting is better than signing now for the crews; that is no proof." in said


def test_chances_that_do_not_explain_the_waiting_leave_the_hopes_that_rest_on_them(tmp_path: Path) -> None:
    rests = ("rests_on: [company-2]", "rests_on: [season]")
    said = text(chapter_of(case(tmp_path, EVENT, rests, ("change: 5..30", "change: 60..90"))))
    assert "Holding other chances does not explain the waiting" in said
    assert "“The season begins”, with the hope of better terms that rests on it left as it is." in said


def test_what_an_effect_changes_reads_as_a_number_does(tmp_path: Path) -> None:
    said = text(chapter_of(case(tmp_path, ("{terms: -10..0}", "{terms: 1, rate: -2..-1}"))))
    assert "for the crews terms change by 1 point, going on costs 1 to 2 points a week less." in said


def test_waiting_that_rests_on_different_chances_is_counted(tmp_path: Path) -> None:
    said = text(
        chapter_of(case(tmp_path, EVENT, ("trend: better, change: 5..30, by: 2024-06-01, rests_on: [company-2]", "trend: same")))
    )
    assert "The parties hold this differently likely, and no likelihood fits all: “The season begins” (to the crews" in said
    assert "(mutual optimism)" in said
    assert "The crews holds it 90 of 100 that this happens" not in said
    assert "Likelihood of “The season begins” between 1 May 2024 and 31 May 2024, to the crews: 90 of 100." in said


def test_deadlines_say_what_their_passing_changes(tmp_path: Path) -> None:
    said = text(chapter_of(case(tmp_path)))
    assert "The end of March: due on 31 March 2024; it passed, and no consequence is on record." in said
    assert "is called cheap talk in the field" in said
    assert "The order book closes: due on 30 April 2024; what its passing changes: for the crews terms change by" in said
    assert "It turns no party: whether signing now is at least as good as waiting is the same with it as without it." in said
    met = case(tmp_path, ("status: lapsed", "status: met"))
    assert "The end of March: due on 31 March 2024, and met." in text(chapter_of(met))
    binding = text(
        chapter_of(case(tmp_path, ("-10..0", "-60"), ("due: 2024-04-30", "due: 2024-04-09"), ("rate: 1..2", "rate: 0")))
    )
    later = chapter_of(case(tmp_path, ("{crews: {terms: -10..0}}", "{company: {terms: 40}}")))
    assert "It holds the ferry company off: with it, waiting is better than signing now, without it not." in text(later)
    assert "It binds the crews: with it, signing now is at least as good as waiting, without it not." in binding
    nothing = text(chapter_of(case(tmp_path, ("{terms: -10..0}", "{terms: same}"))))
    assert "the outlook names nothing that changes for anyone when it passes" in nothing


def test_the_ripe_days_are_told_shaded_and_in_the_table(tmp_path: Path) -> None:
    chapter = chapter_of(case(tmp_path))
    said = text(chapter)
    assert "is 23 April 2024; until then not hurting: the crews" in said
    (chart,) = chapter.charts
    assert isinstance(chart, LineChart)
    first = chart.ticks.index("23 April 2024")
    assert chart.spans[0].start == chart.places[first]
    assert [s.name for s in chart.series] == ["The crews", "The ferry company"]
    assert "Shaded, from 23 April 2024 to 30 April 2024, and from" in chart.summary
    row = next(r for r in chart.table.rows if r[0].text == "23 April 2024")
    assert row[-1].text.endswith("of 100 readings")


def test_words_alone_say_who_hurts_and_give_no_points(tmp_path: Path) -> None:
    chapter = chapter_of(case(tmp_path, *IN_WORDS))
    said = text(chapter)
    assert not chapter.charts
    assert "A delay hurts the ferry company" in said
    assert "Whether a delay hurts the crews is not settled by words alone." in said
    assert "cannot be told without numbers" in said
    assert "points" not in said.replace("No points can be told", "")
    free = text(
        chapter_of(
            case(tmp_path, *IN_WORDS, ("name: Lost wages, trend: steady", "trend: none"), ("{terms: worse}", "{terms: same}"))
        )
    )
    assert "No: by its own outlook, this party gains by waiting: the crews." in free
    assert "it could sign for better terms later, and going on costs it nothing: signing later is better for it" in free
    assert "So by these words the moment is not ripe" in free


@pytest.mark.parametrize("form", FORMATS)
def test_of_a_withheld_outlook_only_the_verdict_is_told(tmp_path: Path, form: str) -> None:
    hidden = case(tmp_path, ("said_by: [The crews]}", "said_by: [The crews], handling: confidential}"))
    told = render(explain(hidden, readings=50), form)
    for secret in ("Lost bookings", "Lost wages", "comes round", "23 April"):
        assert secret not in told
    assert "only the verdict is told" in " ".join(told.split())
    whole = render(explain(hidden, readings=50, handling="confidential"), form)
    assert "Lost wages" in whole


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_told_does_not_hang_on_what_a_withheld_expectation_says(tmp_path: Path, form: str) -> None:
    told = [
        render(
            explain(
                case(tmp_path, ("said_by: [The crews]}", "said_by: [The crews], handling: confidential}"), change), readings=50
            ),
            form,
        )
        for change in (("change: 5..30", "change: 4..9"), ("by: 2024-06-01", "by: 2024-05-01"), ("rate: 0..4", "rate: 1..9"))
    ]
    assert told[0] == told[1] == told[2]


def test_no_points_are_told_where_values_are_withheld(tmp_path: Path) -> None:
    hidden = case(
        tmp_path,
        ("  losing: {text: Bookings hold up., kind: position, source: radio, said_by: [The company]}\n",
         "  losing: {text: Bookings hold up., kind: position, source: radio, said_by: [The company]}\n"
         "  sheet: {text: A sheet., kind: position, source: radio, said_by: [The company], handling: confidential}\n"),
        ("{worth: 10, because: [losing]}", "{worth: 10, because: [sheet]}"),
    )  # fmt: skip
    chapter = chapter_of(hidden)
    assert not chapter.charts
    assert len(chapter.tables) == 1
    assert "Points and shares are not told" in text(chapter)
    assert "By the outlook of the crews" in text(chapter)
    assert not re.search(r"\d points? (better|worse|more)", text(chapter))
    assert chapter_of(hidden, Handling.CONFIDENTIAL).charts


def test_every_assumption_of_the_outlook_is_in_words(tmp_path: Path) -> None:
    found = case(
        tmp_path,
        EVENT,
        ("  terms:\n", "  ends: {crews: 10..20}\n  discount: {crews: 0.99}\n  terms:\n"),
        (", because: [hopes]}\n  deadlines", "}\n  deadlines"),
    )
    told = {a.id: a.text.text for a in explain(found, readings=50).assumptions if a.id.startswith("outlook")}
    assert told == {
        "outlook.terms.company-1": "In its own view, the ferry company could sign for the same terms later.",
        "outlook.ends.crews": "No deal by 2 July 2024 is worth 10 to 20 points to the crews.",
        "outlook.discount.crews": "To the crews one week later counts 0.99 of now.",
        "outlook.events.season": "This may happen between 1 May 2024 and 31 May 2024: “The season begins”, held the crews 90 of"
        " 100 and the ferry company 10 of 100; for the crews terms change by 20 points and for the ferry company terms change by"
        " −5 points.",
    }
    cost = "".join(p.text for p in outlook_record_words(found, "costs.company-2"))
    assert cost == "in the view of The crews, “Lost bookings” rises for The ferry company (0 to 4 points a week)"
    deadline = "".join(p.text for p in outlook_record_words(found, "deadlines.yard"))
    assert (
        deadline
        == "what changes when “The order book closes” passes without a deal; for The crews terms change by −10 to 0 points"
    )


def test_gaza_is_told_in_words_with_every_departure_its_record_shows() -> None:
    chapter = next(c for c in explain(load("gaza-truce-2024-04"), readings=60).chapters if c.key == "timing")
    said = text(chapter)
    assert "Values: as the positions are stated, no package is acceptable to every party." in said
    assert "Home, perhaps: " in said
    assert "Commitment, perhaps: " in said
    assert "Information, perhaps: " in said
    assert "cannot be divided at will (“The hostages” and “The prisoners”)" in said
    assert "Forty-eight hours to agree: due on 10 April 2024; it passed, and no consequence is on record." in said
    hope = next(s for s in chapter.sentences if s.text.startswith("That Hamas could sign for better terms"))
    assert hope.claims == ("hamas-counts-on-pressure",)
    assert not chapter.charts


def test_what_would_not_pass_or_not_be_kept_is_a_departure_and_what_was_not_asked_is_said(tmp_path: Path) -> None:
    found = case(tmp_path)
    telling = telling_for(found, agreement(found, readings=50), Handling.PUBLIC)
    asked = timing(found, readings=50)

    def told(home: Verdict | None, commitment: Verdict | None) -> str:
        chapter = timing_chapter(telling, asked, elsewhere(telling, home=home, commitment=commitment))
        assert chapter is not None
        return text(chapter)

    both = told(Verdict.FAILS, Verdict.CONTESTED)
    assert "Home: no package acceptable to the parties would pass at home on every side." in both
    assert "Commitment, perhaps: whether the agreement in phases would keep itself hangs" in both
    assert both.index("Home: ") < both.index("Information, perhaps: ")
    assert "Not asked, as the case does not say" in told(None, None)
    assert "(no `phases`)" in told(Verdict.HOLDS, None)
    assert "Not asked" not in told(Verdict.HOLDS, Verdict.HOLDS)


def test_a_case_without_an_outlook_has_no_such_chapter(tmp_path: Path) -> None:
    keys = [c.key for c in explain(load("port-lease"), readings=50).chapters]
    assert "timing" not in keys
    assert "timing" in [c.key for c in explain(case(tmp_path), readings=50).chapters]
