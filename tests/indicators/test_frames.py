"""A DataFrame is read like a worksheet, and figures come back as a DataFrame; pandas loads only for these."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas
import pytest

from books import tree
from reportgen.errors import UsageError
from reportgen.indicators import Catalogue, Figures, load
from reportgen.period import Period
from reportgen.sources import TableData
from reportgen.spec.model import DataSpec, FieldSpec

PERIOD = Period.parse("2023H1")
SPEC = DataSpec(
    name="households",
    title="监测",
    fields=(
        FieldSpec(name="乡镇", role="area"),
        FieldSpec(name="监测对象户数", title="监测对象（户）", unit="户", aliases=("监测户",)),
        FieldSpec(name="消除风险户数", unit="户"),
        FieldSpec(name="满意度", unit="%", rollup="own"),
        FieldSpec(name="开会日期", type="date"),
        FieldSpec(name="电话", type="string", sensitive=True),
        FieldSpec(name="风险消除率", unit="%", decimals=1, formula="消除风险户数 / 监测对象户数"),
    ),
)
FRAME = pandas.DataFrame(
    {
        "乡镇": ["青石镇", "柳溪镇"],
        "监测户": [35, 40],
        "消除风险户数": [12.0, float("nan")],
        "满意度": [98.5, 97.0],
        "开会日期": [pandas.Timestamp("2023-06-27"), pandas.NaT],
        "电话": ["13800005678", None],
    }
)


def figures(frame: pandas.DataFrame, **more: object) -> Figures:
    data = load(frame, SPEC, area="江州县", period="2023H1", **more)  # type: ignore[arg-type]
    return Figures(Catalogue.compile([SPEC]), data, "江州县", PERIOD, PERIOD.last_day)


def test_columns_are_found_by_title_name_or_alias_and_values_know_their_row():
    found = figures(FRAME)
    table = found.values.tables().__iter__().__next__()[1].sheets[0]
    assert isinstance(table, TableData)
    fact = found("监测对象户数", "柳溪镇", PERIOD)
    assert fact is not None
    assert (fact.value, str(fact.origin.place)) == (Decimal(40), "DataFrame 第2行 监测户")  # type: ignore[union-attr]
    assert found("监测对象户数", "江州县", PERIOD).value == Decimal(75)  # type: ignore[union-attr]
    assert found("开会日期", "青石镇", PERIOD).value == date(2023, 6, 27)  # type: ignore[union-attr]


def test_nan_is_missing_and_never_zero():
    fact = figures(FRAME)("消除风险户数", "柳溪镇", PERIOD)
    assert fact is not None
    assert (fact.value, fact.missing) == (None, "柳溪镇未填")


def test_areas_may_stand_in_the_index():
    found = figures(FRAME.set_index("乡镇").rename_axis(None))
    assert found("监测对象户数", "青石镇", PERIOD).value == Decimal(35)  # type: ignore[union-attr]


def test_headings_of_two_levels_are_read_like_two_heading_rows():
    columns = pandas.MultiIndex.from_tuples([("乡镇", ""), ("监测对象", "户"), ("消除风险户数", "")])
    frame = pandas.DataFrame([["青石镇", 35, 12]], columns=columns)
    fact = figures(frame, columns={"监测对象户数": "监测对象/户"})("监测对象户数", "青石镇", PERIOD)
    assert fact is not None
    assert (fact.value, str(fact.origin.place)) == (Decimal(35), "DataFrame 第1行 监测对象/户")  # type: ignore[union-attr]


def test_what_cannot_be_read_is_a_finding_with_row_and_column():
    frame = FRAME.assign(消除风险户数=["待报", "12户"], 乡镇=["青石镇", "柳树镇"])
    data = load(frame, SPEC, area="江州县", period="2023H1", areas=tree("青石镇", "柳溪镇"))
    told = {(one.code, str(one.place)) for one in data.findings}
    assert ("DATA-NOT-NUMBER", "DataFrame 第1行 消除风险户数") in told
    assert ("DATA-UNKNOWN-AREA", "DataFrame 第2行 乡镇") in told


def test_a_frame_of_figures_has_exact_values_by_area_and_indicator():
    frame = figures(FRAME).to_frame(["江州县", "青石镇"], ["监测对象户数", "风险消除率"])
    assert list(frame.index) == ["江州县", "青石镇"]
    assert frame.loc["江州县", "监测对象户数"] == Decimal(75)
    assert frame.loc["江州县", "风险消除率"] is None
    assert round(frame.loc["青石镇", "风险消除率"], 4) == Decimal("34.2857")


def test_a_frame_of_floats_sums_and_sorts_like_any_other():
    frame = figures(FRAME).to_frame(floats=True)
    assert frame.loc[["青石镇", "柳溪镇"], "监测对象户数"].sum() == 75
    assert frame["消除风险户数"].isna().sum() == 2
    assert frame.loc["青石镇", "电话"] == "138****5678"


def test_a_frame_that_was_given_can_be_read_again():
    given = figures(FRAME).to_frame(["青石镇", "柳溪镇"], ["监测对象户数", "满意度"])
    again = figures(given)("满意度", "柳溪镇", PERIOD)
    assert again is not None
    assert again.value == Decimal(97)


def test_unknown_names_are_told_with_the_nearest():
    with pytest.raises(UsageError, match="监测对象户数"):
        figures(FRAME).to_frame(indicators=["监测对象户"])
    with pytest.raises(UsageError, match="青石镇"):
        figures(FRAME).to_frame(["青石城"])


def test_a_build_from_the_command_line_never_loads_pandas(tmp_path):
    code = (
        "import sys; from reportgen.cli import run\n"
        f"done = run(['build', 'examples/half_year_review/report.yaml', '--out', {str(tmp_path)!r}])\n"
        "sys.exit(done or 'pandas' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=root, capture_output=True).returncode == 0
    assert any(tmp_path.glob("*.docx"))
