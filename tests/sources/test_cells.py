"""What people fill in, cell by cell: understood with a notice, missing as declared, or a finding with its address."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from books import (
    HOUSEHOLDS,
    SOUND,
    As,
    Reader,
    column,
    entry,
    is_error,
    only,
    read_all,
    repacked,
    table,
    told,
    write,
)
from reportgen.errors import Severity
from reportgen.sources.stored import numbers
from reportgen.spec.model import Constraints, DataSpec, FieldSpec

COUNTS = DataSpec(name="t", title="表", fields=(FieldSpec(name="乡镇", role="area"), FieldSpec(name="数", unit="户")))

# --- plain numbers ---


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("35", "35"),
        ("35.00000000000004", "35"),
        ("8532.879999999999", "8532.88"),
        ("0.30000000000000004", "0.3"),
        ("-2.7755575615628914E-17", "0"),
        ("1E3", "1000"),
        ("1.5E-3", "0.0015"),
        ("35.0", "35"),
        ("35.50", "35.5"),
        ("-3", "-3"),
        ("123456789012345", "123456789012345"),
        ("100", "100"),
        ("0", "0"),
    ],
)
def test_a_stored_number_has_fifteen_digits_and_no_dust(stored: str, meant: str) -> None:
    assert [str(value) for value in numbers([stored])] == [meant]
    assert [str(value) for value in numbers(["7", stored, "8"])] == ["7", meant, "8"]


@pytest.mark.parametrize("stored", ["NaN", "INF", "1E400", "", "--3", "1.2.3", "0x12", "１２", "1 2", "1_000"])
def test_what_is_no_number_is_never_taken_for_one(stored: str) -> None:
    assert numbers([stored])[0] is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_every_ordinary_number_is_read_exactly(value: Decimal) -> None:
    (read,) = numbers([f"{value:f}"])

    assert read == value
    assert read is not None
    assert "E" not in str(read)
    assert "." not in str(read) or str(read)[-1] != "0"


# --- numbers as people type them ---


@pytest.mark.parametrize(
    ("typed", "value", "qualifier"),
    [
        ("35", 35, ""),
        ("３５", 35, ""),
        ("1,234", 1234, ""),
        ("1，234", 1234, ""),
        ("35户", 35, ""),
        ("13万余", 130000, "余"),
        ("35余户", 35, "余"),
        ("约35", 35, "约"),
        (" 35\u00a0", 35, ""),
        ("\u300035", 35, ""),
        ("35\u200b", 35, ""),
        ("－3", -3, ""),
    ],
)
def test_a_typed_number_is_understood_with_a_notice(reader: Reader, typed: str, value: int, qualifier: str) -> None:
    data = reader.values([1, typed])

    finding = only(data, "DATA-TEXT-NUMBER")
    assert column(data) == (Decimal(1), Decimal(value))
    assert finding.severity is Severity.NOTICE
    assert finding.place.cell == "B3"
    assert table(data).columns["数"].typed[1] == (qualifier, typed.strip())


def test_many_typed_numbers_of_a_column_are_told_together(reader: Reader) -> None:
    finding = only(reader.values(["1户"] * 40), "DATA-TEXT-NUMBER")

    assert finding.place.cell == "B2"
    assert "39" in finding.words


def test_a_typed_number_under_a_heading_in_another_unit_is_converted_with_its_words(reader: Reader) -> None:
    rows = [["乡镇", "资金（元）"], ["青石镇", "13万余"]]
    funds = DataSpec(
        name="t", title="表", fields=(FieldSpec(name="乡镇", role="area"), FieldSpec(name="资金", unit="万元"))
    )

    data = reader(rows, funds)

    assert column(data, "资金") == (Decimal(13),)
    assert table(data).columns["资金"].typed[0] == ("余", "13万余元")


# --- what is no number ---


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("待定", "DATA-NOT-NUMBER"),
        ("(3)", "DATA-NOT-NUMBER"),
        ("35/40", "DATA-NOT-NUMBER"),
        ("12 34", "DATA-NOT-NUMBER"),
        ("{{ 7*7 }}", "DATA-NOT-NUMBER"),
        ("=1+2", "DATA-NOT-NUMBER"),
        (True, "DATA-NOT-NUMBER"),
        (As(date(2023, 3, 5), "yyyy-mm-dd"), "DATA-NOT-NUMBER"),
        (As(date(2023, 3, 5), 'm"月"d"日"'), "DATA-NOT-NUMBER"),
        (As("#DIV/0!", formula="=1/0"), "DATA-ERROR-CELL"),
        (As("#REF!", formula="=A0"), "DATA-ERROR-CELL"),
        (As("#N/A", formula="=NA()"), "DATA-ERROR-CELL"),
        ("#VALUE!", "DATA-ERROR-CELL"),
        (As("", formula="=B2"), "DATA-NO-STORED-VALUE"),
        ("12元", "DATA-UNIT"),
        ("56%", "DATA-UNIT"),
        (As(0.5, "0%"), "DATA-UNIT"),
    ],
)
def test_an_unreadable_cell_is_found_and_never_zero(reader: Reader, cell: Any, code: str) -> None:
    data = reader.values([1, cell, 3])

    finding = only(data, code)
    assert is_error(finding)
    assert finding.place.cell == "B3"
    assert column(data) == (Decimal(1), None, Decimal(3))
    assert table(data).columns["数"].why_missing[1].startswith("第2镇")


def test_an_unreadable_cell_of_what_a_formula_gives_is_only_a_warning(reader: Reader) -> None:
    data = reader.values([50, As("#DIV/0!", formula="=1/0")], unit="%", formula="甲 / 乙")

    assert only(data, "DATA-ERROR-CELL").severity is Severity.WARNING


def test_unreadable_cells_in_a_total_row_are_only_a_warning(reader: Reader) -> None:
    data = reader([*SOUND, ["合计", As("#REF!", formula="=A0"), As("", formula="=C2"), None]])

    assert [finding.severity for finding in data.findings] == [Severity.WARNING] * 2
    assert sorted(told(data)) == [("DATA-ERROR-CELL", "B5"), ("DATA-NO-STORED-VALUE", "C5")]


# --- missing ---


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000", "—", "－", "-", "——", "/", "／", "无", " 无 "])
def test_a_sign_for_missing_is_missing_and_never_zero(reader: Reader, cell: Any) -> None:
    data = reader.values([1, cell])

    assert data.findings == ()
    assert column(data) == (Decimal(1), None)
    assert table(data).columns["数"].why_missing[1].startswith("第2镇")


def test_a_sign_that_is_not_declared_is_no_number(reader: Reader) -> None:
    fields = (FieldSpec(name="乡镇", role="area"), FieldSpec(name="数", unit="户"))
    strict = DataSpec(name="t", title="表", fields=fields, missingValues=("…",))

    data = reader([["乡镇", "数"], ["甲镇", "…"], ["乙镇", "无"], ["丙镇", None]], strict)

    assert told(data) == [("DATA-NOT-NUMBER", "B3"), ("DATA-REQUIRED", "B4")]


def test_a_blank_formula_result_is_missing_like_a_blank_cell(reader: Reader, tmp_path: Path) -> None:
    # Excel stores the result of =IF(A1="","",1) as an empty string; XlsxWriter cannot.
    path = write(tmp_path / "a.xlsx", {"表": [["乡镇", "数"], ["甲镇", As("x", formula='=""')], ["乙镇", 1]]})
    blank = repacked(path, {"sheet1.xml": lambda xml: xml.replace("<v>x</v>", "<v></v>")}, tmp_path / "b.xlsx")

    data = read_all([entry(blank)], COUNTS)

    assert data.findings == ()
    assert column(data) == (None, Decimal(1))


def test_a_required_value_that_is_missing_is_found(reader: Reader) -> None:
    rows = [*SOUND, ["红旗镇", "—", 1, 98]]

    finding = only(reader(rows), "DATA-REQUIRED")

    assert finding.place.cell == "B5"
    assert is_error(finding)


# --- percents ---


def test_percent_cells_and_plain_percents_both_come_out_as_printed(reader: Reader) -> None:
    cells = [As(0.5635, "0.00%"), 56.35, As(1, "0%"), As(0, "0%"), As(0.2, "0.0%"), As(-0.035, "0.0%")]

    data = reader.values(cells, unit="%")

    assert data.findings == ()
    assert [str(value) for value in column(data)] == ["56.35", "56.35", "100", "0", "20", "-3.5"]


def test_a_quoted_percent_sign_scales_nothing(reader: Reader) -> None:
    data = reader.values([As(56.35, '0.00"%"'), As(98, r"0\%")], unit="%")

    assert column(data) == (Decimal("56.35"), Decimal(98))


def test_a_typed_percent_is_as_printed(reader: Reader) -> None:
    data = reader.values(["56.35%", "55.2%", "56.35 ％"], unit="%")

    assert [str(value) for value in column(data)] == ["56.35", "55.2", "56.35"]
    assert {finding.code for finding in data.findings} == {"DATA-TEXT-NUMBER"}


@pytest.mark.parametrize("cells", [[0.56, 0.85, 1], [0.56, As(0.5635, "0.00%")], ["0.56", 0.7], [0, 0.3]])
def test_plain_percents_that_all_lie_in_0_to_1_are_found_and_not_scaled(reader: Reader, cells: list[Any]) -> None:
    data = reader.values(cells, unit="%")

    (finding,) = [f for f in data.findings if f.code == "DATA-PERCENT-SCALE"]
    assert is_error(finding)
    assert (finding.place.cell or "").startswith("B2")
    plain = [cell for cell in cells if not isinstance(cell, As)]
    assert set(column(data)) >= {Decimal(str(cell)) for cell in plain}


@pytest.mark.parametrize("cells", [[0.56, 56], [0, 0], [100, 0.5], [0, As(0.5, "0%")], [None, None]])
def test_percents_that_cannot_be_mistaken_are_left_alone(reader: Reader, cells: list[Any]) -> None:
    assert reader.values(cells, unit="%").findings == ()


def test_a_percent_of_thousands_is_doubted(reader: Reader) -> None:
    finding = only(reader.values([As(56.35, "0.00%")], unit="%"), "DATA-PERCENT-SCALE")

    assert finding.severity is Severity.WARNING


# --- formulas, formats ---


def test_a_formula_gives_its_stored_value(reader: Reader) -> None:
    data = reader.values([1, As(7, formula="=3+4"), As(0.25, "0.0%", "=1/4")], unit="%")

    assert data.findings == ()
    assert column(data) == (Decimal(1), Decimal(7), Decimal(25))


def test_a_formula_that_was_never_computed_is_doubted(reader: Reader) -> None:
    # XlsxWriter stores 0 for a formula without a value and asks Excel to compute on opening.
    finding = only(reader.values([5, As(0, formula="=B2"), As(0, formula="=B2")]), "DATA-STALE-FORMULA")

    assert finding.place.cell == "B3:B4"
    assert finding.severity is Severity.WARNING


def test_a_number_in_a_text_format_is_a_number(reader: Reader) -> None:
    data = reader.values([As(35, "@"), As(36, '#,##0"户"'), As(37, "0_ ;[Red]-0"), As(38, "General")])

    assert data.findings == ()
    assert column(data) == tuple(Decimal(n) for n in (35, 36, 37, 38))


def test_a_number_with_many_decimals_is_told_where_nothing_rounds_it(reader: Reader) -> None:
    assert only(reader.values([1.5, 100 / 3]), "DATA-LONG-NUMBER").place.cell == "B3"
    assert reader.values([1.5, 100 / 3], decimals=1).findings == ()


# --- constraints ---


@pytest.mark.parametrize(
    ("field", "cells", "code"),
    [
        ({"type": "integer"}, [1, 2.5], "DATA-NOT-INTEGER"),
        ({"constraints": Constraints(minimum=Decimal(0))}, [1, -1], "DATA-RANGE"),
        ({"constraints": Constraints(maximum=Decimal(100))}, [1, 101], "DATA-RANGE"),
        ({"constraints": Constraints(required=True)}, [1, None], "DATA-REQUIRED"),
        ({"constraints": Constraints(unique=True)}, [1, 1], "DATA-DOUBLE-VALUE"),
        ({"constraints": Constraints(enum=("1", "2"))}, [1, 3], "DATA-ENUM"),
        ({"type": "string", "constraints": Constraints(enum=("在建", "完工"))}, ["在建", "停工"], "DATA-ENUM"),
        ({"type": "string", "constraints": Constraints(pattern="[A-Z]+")}, ["AB", "ab"], "DATA-ENUM"),
        ({"type": "date"}, ["2023年6月27日", "六月底"], "DATA-NOT-DATE"),
        ({"type": "boolean"}, ["是", "也许"], "DATA-NOT-FLAG"),
    ],
)
def test_a_broken_constraint_is_found_at_its_cell(
    reader: Reader, field: dict[str, Any], cells: list[Any], code: str
) -> None:
    finding = only(reader.values(cells, unit="", **field), code)

    assert is_error(finding)
    assert finding.place.cell == "B3"


def test_dates_flags_and_texts_are_read_as_such(reader: Reader) -> None:
    fields = (
        FieldSpec(name="乡镇", role="area"),
        FieldSpec(name="启动日", type="date"),
        FieldSpec(name="达标", type="boolean"),
        FieldSpec(name="简况", role="text"),
    )
    rows = [
        ["乡镇", "启动日", "达标", "简况"],
        ["甲镇", As(date(2023, 6, 27), "yyyy/m/d"), "√", "第一段。\n第二段 {{ 7*7 }} & <b>"],
        ["乙镇", "2023-06-28", False, 35],
    ]

    data = reader(rows, DataSpec(name="t", title="表", fields=fields))

    assert data.findings == ()
    assert column(data, "启动日") == (date(2023, 6, 27), date(2023, 6, 28))
    assert column(data, "达标") == ("是", "否")
    assert column(data, "简况") == ("第一段。\n第二段 {{ 7*7 }} & <b>", "35")


def test_signs_that_no_document_can_hold_are_dropped_and_told(reader: Reader) -> None:
    # XlsxWriter writes a control sign as Excel does: _x000B_.
    data = reader.values(["甲\x0b乙", "保留\ue000字", "_x0041_"], unit="", type="string")

    assert column(data) == ("甲乙", "保留\ue000字", "_x0041_")
    assert only(data, "DATA-CONTROL-CHARACTER").place.cell == "B2"


def test_errors_are_told_cell_by_cell_up_to_a_bound(reader: Reader) -> None:
    data = reader.values(["待定"] * 100)

    assert len(data.findings) == 30
    assert sum("70" in finding.words for finding in data.findings) == 1


def test_a_column_of_many_plain_and_some_odd_cells_is_read_in_order(reader: Reader) -> None:
    cells = [1, "２", None, 4, As(5, formula="=5"), "6户", 7.5]

    data = reader.values(cells)

    assert column(data) == tuple(None if n is None else Decimal(str(n)) for n in (1, 2, None, 4, 5, 6, 7.5))


def test_a_whole_sound_table_has_no_false_alarm(reader: Reader) -> None:
    rows = [*SOUND, ["红旗镇", 1000, As(20, formula="=C2+8"), As(0.985, "0.0%")]]

    assert reader(rows, HOUSEHOLDS).findings == ()
