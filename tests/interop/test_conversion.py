"""What sources are follows from their content, and a conversion is whole or not at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from genius_files import PORT, port

from detente.casefile.load import check
from detente.interop.conversion import Conversion, Format, Making, convert
from detente.interop.genius_reading import read_genius
from detente.interop.scoring_csv import read_scoring

DAY = dt.date(2024, 5, 1)
PORT_FILES = [PORT / "domain.xml", PORT / "city.xml", PORT / "line.xml"]


def made(sources: list[Path | str], target: Format, name: str = "made", **more: object) -> tuple[Conversion | None, list[str]]:
    conversion, diagnostics = convert([str(s) for s in sources], target, Making(name=name, as_of=DAY, **more))  # type: ignore[arg-type]
    return conversion, [d.code for d in diagnostics]


def saved(conversion: Conversion | None, folder: Path) -> list[Path]:
    assert conversion is not None
    folder.mkdir()
    for file in conversion.files:
        (folder / file.name).write_text(file.text, encoding="utf-8")
    return [folder / file.name for file in conversion.files]


def test_a_scenario_becomes_a_case(tmp_path: Path) -> None:
    conversion, codes = made([*PORT_FILES], Format.CASE)
    assert codes == ["DET626"]
    saved(conversion, tmp_path / "made")
    case, diagnostics = check(tmp_path / "made")
    assert case is not None
    assert sorted(d.code for d in diagnostics) == ["DET410", "DET411"]
    assert (case.slug, case.title, case.as_of) == ("made", "Port", DAY)
    assert [source.title for source in case.sources] == ["city.xml", "line.xml"]
    assert "discount factor 0.9" in (case.claims[0].note or "")
    assert "discount" not in (case.claims[1].note or "")


def test_the_files_may_come_in_any_order_and_in_a_folder(tmp_path: Path) -> None:
    by_name, _ = made([PORT_FILES[1], PORT_FILES[0], PORT_FILES[2]], Format.CASE)
    folder = tmp_path / "port"
    folder.mkdir()
    for file in PORT_FILES:
        (folder / file.name).write_bytes(file.read_bytes())
    assert made([folder], Format.CASE)[0] == by_name == made([*PORT_FILES], Format.CASE)[0]


def test_files_are_known_by_their_content_and_not_by_their_names(tmp_path: Path) -> None:
    names = {"domain.xml": "a.txt", "city.xml": "b.dat", "line.xml": "c"}
    for old, new in names.items():
        (tmp_path / new).write_bytes((PORT / old).read_bytes())
    conversion, _ = made([tmp_path / new for new in names.values()], Format.CSV, "t.csv")
    assert conversion is not None
    assert conversion.source is Format.GENIUS
    (tmp_path / "table.xml").write_bytes((PORT / "table.csv").read_bytes())
    table, _ = made([tmp_path / "table.xml"], Format.CASE)
    assert table is not None
    assert table.source is Format.CSV


def test_a_domain_without_a_template_is_known_by_having_no_evaluations(tmp_path: Path) -> None:
    text = (PORT / "domain.xml").read_text(encoding="utf-8")
    start, end = text.index("  <utility_space"), text.index("</negotiation_template>")
    (tmp_path / "domain.xml").write_text(text[start:end], encoding="utf-8")
    conversion, _ = made([tmp_path / "domain.xml", *PORT_FILES[1:]], Format.CSV)
    assert conversion is not None
    assert conversion.files[0].text.splitlines()[0] == "issue,option,city,line"


def test_a_scenario_through_a_table_and_back_keeps_its_values(tmp_path: Path) -> None:
    table = saved(made([*PORT_FILES], Format.CSV, "port.csv")[0], tmp_path / "t")[0]
    assert read_scoring(table) == port().problem()
    domain, *profiles = saved(made([table], Format.GENIUS)[0], tmp_path / "g")
    assert read_genius(domain, profiles).problem() == port().problem()


def test_a_case_through_genius_and_back_keeps_its_points(tmp_path: Path) -> None:
    conversion, codes = made(["mill-wages"], Format.GENIUS)
    assert codes == ["DET623", "DET624", "DET624"]
    domain, *profiles = saved(conversion, tmp_path / "g")
    again, _ = made([domain, *profiles], Format.CSV, "again.csv")
    direct, _ = made(["mill-wages"], Format.CSV, "direct.csv")
    assert again is not None
    assert direct is not None
    scaled = read_scoring(saved(again, tmp_path / "a")[0])
    points = read_scoring(saved(direct, tmp_path / "d")[0])
    assert scaled.parties == points.parties
    assert [[[100 * v for v in row] for row in rows] for rows in scaled.values] == [
        [list(row) for row in r] for r in points.values
    ]


def test_a_table_ending_in_tsv_has_tabs() -> None:
    conversion, _ = made([PORT / "table.csv"], Format.CSV, "t.tsv")
    assert conversion is not None
    assert conversion.files[0].text.startswith("issue\toption\tUnion\tOperator\n")


def test_titles_can_be_given() -> None:
    case, _ = made([PORT / "table.csv"], Format.CASE, title="Talks at the depot")
    genius, _ = made([*PORT_FILES], Format.GENIUS, title="Harbor")
    assert case is not None
    assert genius is not None
    assert "title: Talks at the depot" in case.files[0].text
    assert genius.files[0].name == "harbor_domain.xml"


def test_rounding_is_told_with_how_far_it_goes() -> None:
    conversion, _ = made([*PORT_FILES], Format.CASE, digits=1)
    assert conversion is not None
    assert "rounded to 1 decimals" in conversion.files[0].text
    assert "/" not in conversion.files[0].text.split("preferences:")[1]


def test_a_missing_reservation_value_becomes_an_open_question_in_a_case_and_stops_genius() -> None:
    assert made([PORT / "table.csv"], Format.CASE)[1] == ["DET634"]
    assert made([PORT / "table.csv"], Format.GENIUS) == (None, ["DET622"])


def test_a_case_whose_values_are_open_is_refused() -> None:
    conversion, codes = made(["port-lease"], Format.GENIUS)
    assert conversion is None
    assert set(codes) == {"DET622"}


def test_a_case_with_errors_is_told_of_them(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("case: {slug: broken}\n", encoding="utf-8")
    conversion, codes = made([tmp_path], Format.CSV)
    assert conversion is None
    assert "DET202" in codes


def test_a_case_is_not_made_from_a_case() -> None:
    with pytest.raises(ValueError, match="case already"):
        made(["tram-strike"], Format.CASE)


@pytest.mark.parametrize(
    ("sources", "code"),
    [
        ([PORT / "city.xml", PORT / "line.xml"], "DET605"),
        ([PORT / "domain.xml", PORT / "domain.xml", PORT / "city.xml"], "DET605"),
        ([PORT / "domain.xml"], "DET605"),
        ([PORT / "domain.xml", PORT / "table.csv"], "DET605"),
        (["tram-strike", "mill-wages"], "DET605"),
        ([PORT / "nothing.xml"], "DET601"),
    ],
)
def test_sources_that_do_not_go_together_are_refused(sources: list[Path | str], code: str) -> None:
    assert made(sources, Format.CSV) == (None, [code])


def test_what_is_nothing_of_the_kind_is_told(tmp_path: Path) -> None:
    (tmp_path / "poem").write_text("The sea is calm tonight\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    assert made([tmp_path / "poem"], Format.CASE) == (None, ["DET605"])
    assert made([tmp_path / "folder"], Format.CASE) == (None, ["DET605"])


def test_a_name_that_says_table_is_believed_where_the_content_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Pay,4 %,20,30\n", encoding="utf-8")
    assert made([tmp_path / "t.csv"], Format.CASE) == (None, ["DET630"])


def test_the_same_sources_give_the_same_bytes() -> None:
    assert made([*PORT_FILES], Format.CASE) == made([*PORT_FILES], Format.CASE)
