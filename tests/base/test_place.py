from hypothesis import given
from hypothesis import strategies as st

from reportgen.place import Place, cell_name, cell_position, column_letters


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_a_cell_name_reads_back(row, column):
    assert cell_position(cell_name(row, column)) == (row, column)


def test_columns_are_named_as_worksheets_name_them():
    assert [column_letters(n) for n in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_absolute_and_small_addresses_are_understood():
    assert cell_position("$C$7") == cell_position("c7") == (6, 2)
    assert (cell_position("C"), cell_position("7")) == ((-1, 2), (6, -1))


def test_a_place_is_worded_for_the_user():
    assert str(Place("report.yaml", line=12)) == "report.yaml 第12行"
    assert str(Place("a.xlsx", sheet="监测", cell="C7")) == "a.xlsx〔监测〕C7"
    assert str(Place("a.xlsx", sheet="监测")) == "a.xlsx〔监测〕"
    assert str(Place("总结.docx", paragraph=3)) == "总结.docx 第3段"


def test_places_sort_as_a_reader_meets_them():
    wanted = [
        Place("a.xlsx", sheet="监测"),
        Place("a.xlsx", sheet="监测", cell="C1"),
        Place("a.xlsx", sheet="监测", cell="B2"),
        Place("a.xlsx", sheet="监测", cell="AA2:AB9"),
        Place("a.xlsx", sheet="监测", cell="B10"),
        Place("b.yaml", line=2),
        Place("b.yaml", line=10),
    ]

    shuffled = [wanted[i] for i in (3, 6, 0, 5, 2, 4, 1)]
    assert sorted(shuffled, key=Place.sort_key) == wanted


def test_a_whole_column_sorts_without_fail():
    assert sorted([Place("a", sheet="s", cell="C:C"), Place("a", sheet="s")], key=Place.sort_key)
