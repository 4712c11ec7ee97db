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
from reportgen.indicators import Catalogue, Figures, checked, load
from reportgen.period import Period
from reportgen.sources import Data, TableData
from reportgen.spec.model import DataSpec, FieldSpec, RecordIndicator

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


PROJECTS = DataSpec(
    name="projects",
    title="项目台账",
    rows="records",
    fields=(
        FieldSpec(name="项目名称"),
        FieldSpec(name="乡镇", role="area", level="乡镇"),
        FieldSpec(name="类型"),
        FieldSpec(name="投资", unit="万元"),
        FieldSpec(name="开工", type="date"),
        FieldSpec(name="电话", sensitive=True),
    ),
    indicators=(
        RecordIndicator(name="项目数", unit="个", count="rows"),
        RecordIndicator(name="总投资", unit="万元", sum="投资", rollup_missing="skip"),
        RecordIndicator(name="本期开工数", unit="个", count="rows", where="开工 in 本期"),
        RecordIndicator(name="最早", min="开工", rollup_missing="skip"),
    ),
)
LIST = pandas.DataFrame(
    {
        "项目名称": ["大棚", "水渠", "冷库", "茶园", "合计"],
        "乡镇": ["青石镇", "青石镇", "柳溪镇", "柳溪镇", None],
        "类型": pandas.Categorical(["产业", "基建", "产业", "产业", None]),
        "投资": [80.5, 30, float("nan"), 45, 155],
        "开工": pandas.to_datetime(["2023-03-01", "2022-11-05", None, "2023-06-30", None]),
        "电话": ["13800005678", None, None, None, None],
    }
)


def ledger(frame: pandas.DataFrame = LIST) -> tuple[Figures, Data]:
    data = load(frame, PROJECTS, area="江州县", period="2023H1", areas=tree("青石镇", "柳溪镇"))
    return Figures(Catalogue.compile([PROJECTS]), data, "江州县", PERIOD, PERIOD.last_day), data


def test_a_ledger_is_read_from_a_frame_and_its_figures_come_back_as_one():
    found, data = ledger()
    assert data.findings == ()
    assert found.to_frame().to_dict("list") == {
        "项目数": [4, 2, 2],
        "总投资": [Decimal("155.5"), Decimal("110.5"), Decimal(45)],
        "本期开工数": [2, 1, 1],
        "最早": [date(2022, 11, 5), date(2022, 11, 5), date(2023, 6, 30)],
    }
    origin = found("总投资", "江州县", PERIOD).origin
    assert (origin.place.file, origin.rows) == ("DataFrame", (1, 2, 4))
    (total, *_) = [finding for finding in checked(found) if finding.code == "CALC-TOTAL-DIFFERS"]
    assert str(total.place) == "DataFrame 第5行 投资"


def test_a_record_of_a_frame_is_told_by_its_row_in_the_frame():
    _, data = ledger(LIST.assign(投资=["多", 1, 2, 3, None]))
    (told,) = data.findings
    assert str(told.place) == "DataFrame 第1行 投资"
    assert told.words.startswith("第1行（大棚）“投资”填的是“多”")


def test_records_come_as_a_frame_for_groups_and_pivots_and_go_back():
    found, _ = ledger()
    records = found.records("项目台账", floats=True)
    assert records["电话"].tolist() == ["138****5678", None, None, None]
    groups = records.groupby("地区", sort=False)["投资"].sum()
    assert dict(groups) == {"青石镇": 110.5, "柳溪镇": 45}
    pivot = records.pivot_table(index="地区", columns="类型", values="投资", aggfunc="sum")
    spec = DataSpec(
        name="kinds",
        title="分类",
        fields=(
            FieldSpec(name="乡镇", role="area"),
            FieldSpec(name="产业", unit="万元"),
            FieldSpec(name="基建", unit="万元"),
        ),
    )
    data = load(pivot, spec, area="江州县", period=PERIOD, areas=tree("青石镇", "柳溪镇"))
    again = Figures(Catalogue.compile([spec]), data, "江州县", PERIOD, PERIOD.last_day)
    assert [again("产业", area, PERIOD).value for area in ("江州县", "青石镇")] == [Decimal("125.5"), Decimal("80.5")]
    with pytest.raises(UsageError, match="项目台账2"):
        found.records("项目台账2")


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
