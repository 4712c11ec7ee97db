"""Villages of one name in two townships: the area sheet takes them by their full names and a shared short name."""

from reportgen.place import Place
from reportgen.spec.areas import AreaRow, tree_from_rows


def row(name: str, above: str, cell: str, short: str = "") -> AreaRow:
    return AreaRow(name, Place("行政区划.xlsx", cell=cell), above=above, short=short)


TOWNS = (row("青石镇", "", "B2"), row("柳溪镇", "", "B3"))


def test_two_villages_of_one_name_are_told_how_to_be_written():
    rows = (*TOWNS, row("上坪村", "青石镇", "B4"), row("上坪村", "柳溪镇", "B5"))
    _, (finding,) = tree_from_rows(rows, "江州县")
    assert (finding.code, finding.place.cell) == ("SPEC-AREA-DOUBLE", "B5")
    assert "如“柳溪镇上坪村”，简称写“上坪村”" in finding.advice


def test_a_row_typed_twice_is_to_be_deleted():
    rows = (*TOWNS, row("上坪村", "青石镇", "B4"), row("上坪村", "青石镇", "B5"))
    _, (finding,) = tree_from_rows(rows, "江州县")
    assert finding.advice == "请删去重复的一行。"


def test_a_short_name_may_be_shared_across_townships_and_not_within_one():
    apart = (*TOWNS, row("青石镇上坪村", "青石镇", "B4", "上坪村"), row("柳溪镇上坪村", "柳溪镇", "B5", "上坪村"))
    tree, findings = tree_from_rows(apart, "江州县")
    assert findings == ()
    assert tree is not None
    assert tree.resolve("上坪村") is None
    assert [area.name for area in tree.along(("柳溪镇", "上坪村")) if area] == ["柳溪镇", "柳溪镇上坪村"]
    assert [area.name for area in tree.sharing("上坪村")] == ["青石镇上坪村", "柳溪镇上坪村"]

    together = (*TOWNS, row("上坪村", "青石镇", "B4", "上坪"), row("上坪社区", "青石镇", "B5", "上坪"))
    _, findings = tree_from_rows(together, "江州县")
    assert [finding.code for finding in findings] == ["SPEC-AREA-DOUBLE"]
