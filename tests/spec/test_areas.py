"""Areas: which area a written name means, and who lies below whom."""

from __future__ import annotations

import itertools
import pickle
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.place import Place
from reportgen.spec.areas import AreaRow, AreaTree, tree_from_rows
from reportgen.spec.load import load_areas

AREAS = """\
名称: 江州县
简称: 江州
下级:
  - {名称: 青石镇, 简称: 青石, 全称: 江州县青石镇人民政府, 别名: [青石, 原石桥镇], 下级: [青石村, 大河社区]}
  - 柳溪乡
  - {名称: 城关街道, 代码: 0734}
  - {名称: 县本级, 类别: 本级}
  - {名称: 林场, 类别: 中心}
"""


def tree(tmp_path: Path, text: str = AREAS) -> AreaTree:
    (tmp_path / "areas.yaml").write_text(text, encoding="utf-8")
    areas, findings = load_areas(tmp_path / "areas.yaml", "areas.yaml")
    assert findings == ()
    assert areas is not None
    return areas


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("青石镇", "青石镇"),
        (" 青 石\u3000镇\u200b", "青石镇"),
        ("青石", "青石镇"),
        ("江州县青石镇人民政府", "青石镇"),
        ("原石桥镇", "青石镇"),
        ("江州", "江州县"),
        ("青", None),
        ("青石镇人民政府", None),
        ("", None),
    ],
)
def test_a_name_is_resolved_in_full_and_never_by_its_beginning(tmp_path: Path, written: str, meant: str | None) -> None:
    area = tree(tmp_path).resolve(written)
    assert (area.name if area else None) == meant


def test_the_nearest_name_is_offered(tmp_path: Path) -> None:
    assert tree(tmp_path).nearest("柳溪镇") == "柳溪乡"
    assert tree(tmp_path).nearest("天涯海角") is None


def test_the_nearest_of_very_many_names_is_found_without_comparing_all() -> None:
    signs = "青柳白北南东西双石溪云河塘山水田林湖"
    names = [f"{''.join(three)}村" for three in itertools.permutations(signs, 3)]
    tree = AreaTree.flat("江州县", names)
    started = time.perf_counter()

    found = [tree.nearest(f"{name[:-1]}屯") for name in names]

    assert found == names
    assert tree.nearest("张三") is None
    assert time.perf_counter() - started < 8


def test_lists_go_without_the_countys_own_row_and_totals_with_it(tmp_path: Path) -> None:
    areas = tree(tmp_path)
    assert [area.name for area in areas.below("江州县")] == ["青石镇", "柳溪乡", "城关街道", "县本级", "林场"]
    assert [area.name for area in areas.listed("江州县")] == ["青石镇", "柳溪乡", "城关街道", "林场"]
    assert [area.name for area in areas.below("江州县", "村")] == ["青石村", "大河社区"]
    assert areas.below("无此县") == ()


def test_level_and_kind_follow_from_the_name_or_the_siblings(tmp_path: Path) -> None:
    areas = tree(tmp_path)
    assert [(area.level, area.kind) for area in areas.all()] == [
        ("县", "县"),
        ("乡镇", "镇"),
        ("村", "村"),
        ("村", "社区"),
        ("乡镇", "乡"),
        ("乡镇", "街道"),
        ("乡镇", "本级"),
        ("乡镇", "中心"),
    ]
    assert areas.levels() == ("县", "乡镇", "村")


def test_the_area_above_is_known_and_a_code_keeps_its_zero(tmp_path: Path) -> None:
    areas = tree(tmp_path)
    above = areas.above("青石村")
    assert above is not None
    assert above.name == "青石镇"
    assert areas.above("江州县") is None
    street = areas.get("城关街道")
    assert street is not None
    assert street.code == "0734"
    assert street.at("code").line == 6


def test_one_writing_for_two_areas_is_a_finding_at_its_line(tmp_path: Path) -> None:
    text = AREAS.replace("- 柳溪乡", "- {名称: 柳溪乡, 简称: 青石}").replace("林场, 类别: 中心", "青石镇")
    (tmp_path / "areas.yaml").write_text(text, encoding="utf-8")
    _, findings = load_areas(tmp_path / "areas.yaml", "areas.yaml")
    assert [(finding.code, finding.place.line) for finding in findings] == [
        ("SPEC-AREA-DOUBLE", 8),
        ("SPEC-AREA-DOUBLE", 5),
    ]


def test_without_an_areas_file_all_names_lie_below_the_reports_area() -> None:
    areas = AreaTree.flat("江州县", ["青石镇", "柳溪 乡", "江州县", "青石镇"])
    assert areas.names() == ("江州县", "青石镇", "柳溪乡")


def rows(*pairs: tuple[str, str]) -> list[AreaRow]:
    return [
        AreaRow(name, Place("a.xlsx", sheet="行政区划", cell=f"A{number}"), above=above)
        for number, (name, above) in enumerate(pairs, start=2)
    ]


def test_a_sheet_with_its_column_above_gives_the_same_tree() -> None:
    areas, findings = tree_from_rows(
        rows(("江州县", ""), ("青石镇", "江州县"), ("柳溪乡", "江州县"), ("青石村", "青石镇")), "江州县"
    )
    assert findings == ()
    assert areas is not None
    assert areas.names() == ("江州县", "青石镇", "青石村", "柳溪乡")


def test_a_sheet_without_the_reports_area_puts_its_rows_below_it() -> None:
    areas, findings = tree_from_rows(rows(("青石镇", ""), ("柳溪乡", ""), ("青石村", "青石镇")), "江州县")
    assert findings == ()
    assert areas is not None
    assert areas.names() == ("江州县", "青石镇", "青石村", "柳溪乡")


def test_faults_of_a_sheet_are_found_with_their_cell() -> None:
    areas, findings = tree_from_rows(
        rows(("江州县", ""), ("青石镇", "江洲县"), ("青石镇", "江州县"), ("甲村", "乙村"), ("乙村", "甲村")), "江州县"
    )
    assert areas is not None
    assert sorted((finding.code, finding.place.cell or "") for finding in findings) == [
        ("SPEC-AREA", "A3"),
        ("SPEC-AREA", "A5"),
        ("SPEC-AREA", "A6"),
        ("SPEC-AREA-DOUBLE", "A4"),
    ]


def test_a_long_chain_of_areas_ends_in_a_finding_not_in_a_crash() -> None:
    chain = rows(("江州县", ""), *((f"第{n}村", f"第{n - 1}村" if n else "江州县") for n in range(3000)))
    _, findings = tree_from_rows(chain, "江州县")
    assert {finding.code for finding in findings} == {"SPEC-AREA"}


def test_a_tree_pickles(tmp_path: Path) -> None:
    areas = tree(tmp_path)
    again = pickle.loads(pickle.dumps(areas))
    assert again == areas
    assert again.resolve("青石").name == "青石镇"


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=6), max_size=8))
def test_every_area_is_found_by_its_own_name(names: list[str]) -> None:
    areas = AreaTree.flat("江州县", names)
    for area in areas.all():
        assert areas.resolve(area.name) is area
