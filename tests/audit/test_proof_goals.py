"""The proof of falls, goals and counted rows."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from reportgen.audit.evidence import EvidenceBook
from reportgen.audit.prove import _rounding
from reportgen.fact import CellOrigin, Fact, RowsOrigin
from reportgen.period import Period
from reportgen.place import Place

HALF = Period.parse("2023H1")


def test_a_fall_worded_without_its_sign_tells_its_rounding():
    fell = Fact(Decimal("-2.906811"), "%", "", "江州县", HALF, CellOrigin(Place("a.xlsx")), "降幅", derived=True)
    assert _rounding(fell.looking(digits=1), "同比下降2.9%") == "四舍五入到1位小数"


def test_counted_rows_say_which_day_they_hold_for():
    rows = RowsOrigin(Place("台账.xlsx", sheet="台账"), (4, 5), "计数", as_of=date(2023, 7, 3))
    book = EvidenceBook()
    book.key(Fact(Decimal(2), "个", "问题数", "江州县", HALF, rows))
    assert book.evidence[0].origin.as_of == date(2023, 7, 3)


def test_a_goal_is_called_one_in_a_formula():
    jobs = Fact(Decimal(600), "人", "新增务工人数", "江州县", HALF, CellOrigin(Place("a.xlsx")), target=True)
    assert jobs.name == "江州县2023年上半年新增务工人数（目标）"
    assert replace(jobs, indicator="务工任务数").name == "江州县2023年上半年务工任务数"
