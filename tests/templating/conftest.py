"""A small report to render templates against: a county with three townships, this half-year and last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reportgen.fact import CellOrigin, Fact, Listing
from reportgen.period import Period
from reportgen.place import Place
from reportgen.templating import Rendering, Scope, compile_text

NOW = Period.parse("2023H1")
COUNTY = "江州县"
TOWNS = ("青石镇", "柳溪镇", "北河乡")

# indicator: unit, decimals, county's value now and a year ago
COUNTY_VALUES: dict[str, tuple[str, int | None, str | None, str | None]] = {
    "监测对象户数": ("户", None, "1753", "1718"),
    "监测对象人数": ("人", None, "5532", "5266"),
    "消除风险户数": ("户", None, "1360", "1300"),
    "边缘户数": ("户", None, "700", "690"),
    "突发户数": ("户", None, "300", "310"),
    "空户数": ("户", None, "0", "0"),
    "新增户数": ("户", None, "35", "0"),
    "风险消除率": ("%", 2, "77.58", "72.38"),
    "务工人数": ("人", None, "29953", "28856"),
    "农户数": ("户", None, "132450", "132400"),
    "支出金额": ("万元", 2, "6248.35", "6000"),
    "利润": ("万元", None, "3", "-5"),
    "补助金额": ("元", None, "3000", "3000"),
    "开工项目数": ("个", None, "77", "60"),
    "项目数": ("个", None, "77", "61"),
    "会议次数": ("次", None, "2", "2"),
    "未填数": ("户", None, None, "3"),
    "满意度": ("%", 2, "98.50", None),
    "网格数": ("个", None, "412", "absent"),
}
TOWN_VALUES: dict[str, tuple[str, tuple[str | None, ...]]] = {
    "监测对象户数": ("户", ("35", "20", "0")),
    "支出率": ("%", ("63.2", "81.5", "41")),
    "未填数": ("户", ("3", None, "5")),
}


def fact(
    value: str | Decimal | date | None,
    unit: str = "户",
    indicator: str = "监测对象户数",
    area: str = COUNTY,
    period: Period | None = NOW,
    **more: Any,
) -> Fact:
    """A fact read from a cell."""
    number = Decimal(value) if isinstance(value, str) else value
    origin = CellOrigin(Place("data/2023.xlsx", sheet="监测", cell="C7"))
    missing = "" if value is not None else "柳溪镇未填"
    return Fact(number, unit, indicator, area, period, origin, missing=missing, **more)


def _county(period: Period, position: int) -> dict[str, Fact]:
    return {
        name: fact(values[position], values[0], name, COUNTY, period, decimals=values[1])
        for name, values in COUNTY_VALUES.items()
        if values[position] != "absent"
    }


def _town(name: str, position: int) -> dict[str, object]:
    facts = {key: fact(values[position], unit, key, name) for key, (unit, values) in TOWN_VALUES.items()}
    return {"名称": name, "简称": name[:-1], **facts}


class AsOf(str):
    """截至, which can also be asked for a table."""

    __slots__ = ()

    def __call__(self, table: str) -> str:
        return {"funds": "2023年6月27日"}[table]


def names() -> dict[str, object]:
    """What a template sees."""
    towns = {name: _town(name, number) for number, name in enumerate(TOWNS)}
    county = _county(NOW, 2)
    ago = _county(NOW.year_ago(), 3)
    return {
        **county,
        "会议日期": fact(date(2023, 6, 23), "", "会议日期"),
        "结束日期": fact(date(2023, 6, 26), "", "结束日期"),
        "联系电话": Fact("13812345678", "", "联系电话", COUNTY, NOW, CellOrigin(Place("a.xlsx")), sensitive=True),
        "下级": tuple(towns.values()),
        "乡镇": tuple(towns.values()),
        "地区": _Area(towns),
        "上年同期": ago,
        "上年": ago,
        "households": county,
        "目标": {"消除风险户数": fact("1600", "户", "消除风险户数", target=True)},
        "指标": lambda title: {"完成70%以上项目数": county["项目数"]}[title],
        "截至": AsOf("2023年6月30日"),
        "期间": "2023年上半年",
        "年": 2023,
        "成文日期": date(2023, 7, 5),
        "发文机关": "江州县乡村振兴局",
        "怪名": "# 一、{{ 7*7 }}**粗**",
    }


class _Area(dict[str, object]):
    """地区: the report's own area, which also gives others."""

    def __init__(self, towns: Mapping[str, Mapping[str, object]]) -> None:
        super().__init__({"名称": COUNTY, "简称": "江州"})
        self._towns = towns

    def __call__(self, name: str) -> Mapping[str, object]:
        return self._towns[name]


def tree(value: object) -> Any:
    """The name tree of a value."""
    if isinstance(value, _Area):
        return {"名称": None, "简称": None, "()": tree(_town("青石镇", 0))}
    if isinstance(value, Mapping):
        return {key: tree(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return {"[]": tree(value[0])}
    if callable(value):
        return {"()": None}
    return None


def lookup(indicator: str, area: str, period: Period) -> Fact | None:
    """Facts of this half-year, the one before, last year's end, and goals; nothing of other periods."""
    if indicator.startswith("目标."):
        goals = names()["目标"]
        return goals.get(indicator.removeprefix("目标.")) if area == COUNTY else None
    if area in TOWNS:
        found = _town(area, TOWNS.index(area)).get(indicator) if period == NOW else None
        return found if isinstance(found, Fact) else None
    if period == NOW:
        return _county(NOW, 2).get(indicator)
    if period == NOW.year_ago():
        return _county(period, 3).get(indicator)
    if period == NOW.previous() and indicator == "务工人数":
        return fact("30564", "人", indicator, COUNTY, period)
    if period == Period.parse("2022"):
        return fact("29953", "人", indicator) if indicator == "务工人数" else _county(period, 3).get(indicator)
    return None


def listing(value: object) -> Listing | None:
    """The records behind 开工项目数, as a ledger would give them; nothing for other facts."""
    if not isinstance(value, Fact) or value.indicator != "开工项目数":
        return None
    names = ("青石产业路", "柳溪大棚", "北河冷库")
    origin = CellOrigin(Place("data/2023.xlsx", sheet="项目台账", cell="B3"))
    return Listing(value, tuple(Fact(name, "", "项目名称", COUNTY, NOW, origin) for name in names), "项目")


def make_scope(**changes: Any) -> Scope:
    """A scope over `names()`."""
    extra = changes.pop("extra", {})
    return Scope(
        names={**names(), **extra},
        lookup=changes.pop("lookup", lookup),
        siblings=lambda area: TOWNS if area in TOWNS else (area,),
        period=NOW,
        listing=changes.pop("listing", listing),
        **changes,
    )


@pytest.fixture
def scope() -> Callable[..., Scope]:
    """Makes a scope; keywords change it."""
    return make_scope


@pytest.fixture
def render() -> Callable[..., Rendering]:
    """Compiles and renders a template; compile findings come first among the findings."""

    def rendered(text: str, extra: Mapping[str, object] | None = None, **changes: Any) -> Rendering:
        known = {**tree(names()), **{key: tree(value) for key, value in (extra or {}).items()}}
        template = compile_text(text, "总结.txt", known)
        made = template.render(make_scope(extra=extra or {}, **changes))
        return Rendering(made.blocks, (*template.findings, *made.findings))

    return rendered


@pytest.fixture
def say(render: Callable[..., Rendering]) -> Callable[..., str]:
    """Renders a template that must be without errors to its text, one paragraph a line."""

    def said(text: str, **changes: Any) -> str:
        rendering = render(text, **changes)
        errors = [finding for finding in rendering.findings if finding.severity.name == "ERROR"]
        assert not errors, "\n".join(map(str, errors))
        return "\n".join(block.text for block in rendering.blocks)  # type: ignore[union-attr]

    return said


@pytest.fixture
def find(render: Callable[..., Rendering]) -> Callable[..., list[tuple[int | None, str]]]:
    """Renders a template to its findings as line and code."""

    def found(text: str, **changes: Any) -> list[tuple[int | None, str]]:
        return [(finding.place.line, finding.code) for finding in render(text, **changes).findings]

    return found
