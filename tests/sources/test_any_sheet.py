"""Whatever stands in a sheet: reading never raises, and every finding names a place that exists."""

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from books import HEAD, HOUSEHOLDS, As, entry, read_all, tree, write
from reportgen.errors import CODES

NASTY: list[Any] = [
    *[None, "", " ", "—", "无", 0, 1, -1, 0.5, 35.00000000000004, 1e15, 1e300, True, "青石镇", "柳溪", "合计", "小计"],
    *[
        "江州县",
        "注：略",
        "待定",
        "35户",
        "13万余",
        "３",
        "1,2,3",
        "100%",
        "0.85",
        "12元",
        "=1+1",
        "#REF!",
        "甲",
        "乡镇",
    ],
    *[
        "监测对象（户）",
        "单位：元",
        "户",
        "\x0b",
        "_x000B_",
        "<a>&amp;",
        "2023年",
        "6月",
        "(3)",
        "一二三",
        "亿",
        "万",
        "x" * 300,
    ],
    *[As(0.56, "0.00%"), As(45104, "yyyy-mm-dd"), As(3, formula="=3"), As("", formula="=A1"), As(0, formula="=0")],
    *[As("#DIV/0!", formula="=1/0"), As("文", formula="=A1"), As(1e10, "yyyy-mm-dd"), As(-5, "0%"), As(3, "@")],
]
ROW = st.lists(st.sampled_from(NASTY), min_size=1, max_size=6)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROW, max_size=12), st.booleans(), st.booleans(), st.sampled_from(["table", "list"]))
def test_any_sheet_is_read_without_an_exception(
    tmp_path: Path, rows: list[list[Any]], with_head: bool, with_tree: bool, layout: str
) -> None:
    head = [["指标", "数值", "单位", "截至", "期间", "地区"] if layout == "list" else HEAD] if with_head else []
    path = write(tmp_path / "any.xlsx", {"防止返贫监测": head + rows})
    areas = tree("青石镇", "柳溪镇") if with_tree else None

    data = read_all([entry(path, layout=layout)], HOUSEHOLDS, areas=areas)

    for finding in data.findings:
        assert finding.code in CODES
        assert finding.place.file in ("any.xlsx", "report.yaml")
        assert finding.words.endswith("。")
    for table in data.tables:
        for column in table.columns.values():
            assert len(column.values) == len(table.areas)
            assert all(column.why_missing.get(i) for i, value in enumerate(column.values) if value is None)
    for figure in data.one_offs:
        assert figure.value is not None or figure.missing
