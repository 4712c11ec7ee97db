"""What a template sees of the figures: which names there are (design §3.6), before and after data are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from reportgen.errors import ReportgenError, did_you_mean
from reportgen.fact import CellOrigin, Fact, NameTree
from reportgen.indicators.catalogue import Catalogue, Indicator, fold
from reportgen.indicators.figures import Figures
from reportgen.indicators.tables import AS_OF, When
from reportgen.indicators.values import base_moments
from reportgen.period import BASE_PERIODS, TARGET, Period
from reportgen.quantity.dates import print_date
from reportgen.spec.areas import AreaTree
from reportgen.spec.model import Area

_AREA_WORDS: dict[str, Callable[[Area], str]] = {
    "名称": lambda area: area.name,
    "简称": lambda area: area.short or area.name,
    "全称": lambda area: area.full or area.name,
    "级别": lambda area: area.level,
    "类别": lambda area: area.kind,
    "代码": lambda area: area.code,
}
"""What an area is called; an indicator of such a name (a text column 类别) goes before it."""
_BASES = (*BASE_PERIODS, TARGET)
_MOST_LEVELS = 6
"""How far a template may walk from area to area before the check of names gives up on it."""


class NameLookupError(ReportgenError):
    """A call such as 地区("…") or 指标("…") asks for something that does not exist."""


class Names(Mapping[str, object]):
    """A mapping that works its values out when they are asked for, each once; keys are folded (NFKC).

    A key may reach into an inner mapping: "households.监测对象户数", as facts of shared names are called.

    facts, fact  names that many mappings share, and what gives one of them; `makers` go before them
    """

    def __init__(
        self,
        makers: Mapping[str, Callable[[], object]],
        facts: Collection[str] = (),
        fact: Callable[[str], object] | None = None,
    ) -> None:
        self._makers = makers
        self._facts = facts
        self._fact = fact
        self._made: dict[str, object] = {}

    def __getitem__(self, name: str) -> object:
        if name not in self._made:
            key = name if self._knows(name) else fold(name)
            if key in self._makers:
                self._made[name] = self._makers[key]()
            elif self._fact is not None and key in self._facts:
                self._made[name] = self._fact(key)
            else:
                self._made[name] = self._inner(name)
        return self._made[name]

    def _knows(self, name: str) -> bool:
        return name in self._makers or name in self._facts

    def _inner(self, name: str) -> object:
        outer, dot, inner = fold(name).partition(".")
        table = self[outer] if dot and outer in self._makers else None
        if isinstance(table, Names):
            return table[inner]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        yield from self._facts
        yield from (name for name in self._makers if name not in self._facts)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        if self._knows(name) or self._knows(fold(name)):
            return True
        outer, dot, inner = fold(name).partition(".")
        table = self[outer] if dot and outer in self._makers else None
        return isinstance(table, Names) and inner in table


class LedgerNames(Names):
    """A record table as a template sees it: its indicators; for 列举名, whose records of which period are meant."""

    def __init__(
        self, makers: Mapping[str, Callable[[], object]], table: str, area: str, candidates: Sequence[When]
    ) -> None:
        super().__init__(makers)
        self.table, self.area, self.candidates = table, area, tuple(candidates)


class AreaNames(Names):
    """An area as a template sees it: prints as its name; gives its words and every indicator."""

    def __init__(
        self,
        area: Area,
        makers: Mapping[str, Callable[[], object]],
        facts: Collection[str],
        fact: Callable[[str], object],
    ) -> None:
        super().__init__(makers, facts, fact)
        self.area = area

    def __str__(self) -> str:
        return self.area.name


class OwnArea(AreaNames):
    """地区: the report's own area; 地区("北河区") is another one."""

    def __init__(
        self,
        area: Area,
        makers: Mapping[str, Callable[[], object]],
        facts: Collection[str],
        fact: Callable[[str], object],
        find: Callable[[str], AreaNames],
    ) -> None:
        super().__init__(area, makers, facts, fact)
        self._find = find

    def __call__(self, name: str) -> AreaNames:
        """The area of that name, short name or alias; raises NameLookupError."""
        return self._find(str(name))


class AsOf(str):
    """截至: the report's day in words; 截至("funds") is a table's own."""

    __slots__ = ("_of_table",)
    _of_table: Callable[[str], str | Fact]

    @classmethod
    def of(cls, day: date, of_table: Callable[[str], str | Fact]) -> AsOf:
        """The words of the report's day, and how a table's are found."""
        words = cls(print_date(day))
        words._of_table = of_table
        return words

    def __call__(self, table: str) -> str | Fact:
        """The day of a table's data, missing where it was not read; raises NameLookupError for an unknown table."""
        return self._of_table(str(table))


def view(figures: Figures, area: str, extra: Mapping[str, object] | None = None) -> Mapping[str, object]:
    """Give all names that a template for `area` may use; `extra` adds the report's own (标题, 发文机关, `with:` …)."""
    return _View(figures, area).names(extra or {})


def name_tree(
    catalogue: Catalogue,
    areas: AreaTree,
    extra: Iterable[str] | NameTree = (),
    one_offs: Iterable[str] = (),
    with_data: Collection[str] | None = None,
) -> NameTree:
    """Give the names that `view` will have, for the check of templates.

    extra      names added by the report: without names behind them, or as a tree
    one_offs   names of figures of no table
    with_data  the tables that the report reads; None for all of the catalogue
    """
    facts = _fact_names(catalogue, with_data) | dict.fromkeys(map(fold, one_offs), None)
    area = _area_tree(areas, facts, _MOST_LEVELS)
    own: dict[str, NameTree | None] = dict(area)
    own |= {"地区": {**area, "()": area}, "指标": {"()": None}, "期": {"()": facts}, AS_OF: {"()": None}}
    own |= dict.fromkeys(("期间", "年", "下级统称"), None)
    for word in _AREA_WORDS.keys() - facts.keys():
        del own[word]
    own |= {fold(name): tree for name, tree in _as_tree(extra).items()}
    return own


def _as_tree(extra: Iterable[str] | NameTree) -> NameTree:
    return extra if isinstance(extra, Mapping) else dict.fromkeys(extra)


def _fact_names(catalogue: Catalogue, with_data: Collection[str] | None) -> dict[str, NameTree | None]:
    """The names of facts of one area and period: bare ones that are unique, and the tables with theirs."""
    names: dict[str, NameTree | None] = {name: None for name, _ in _bare(catalogue, with_data)}
    names |= dict.fromkeys(f"{one.table}.{one.name}" for one in _shared(catalogue, with_data))
    for table, inner in _tables(catalogue).items():
        names.setdefault(table, {indicator.name: None for indicator in inner})
    return names


def _shared(catalogue: Catalogue, with_data: Collection[str] | None) -> Iterator[Indicator]:
    """The indicators whose bare name is another's too: their full names are known, so that a message can name them."""
    bare = dict(_bare(catalogue, with_data))
    return (one for one in catalogue.indicators.values() if one.name not in bare)


def _bare(catalogue: Catalogue, with_data: Collection[str] | None) -> Iterator[tuple[str, Indicator]]:
    for name in catalogue.names():
        found = catalogue.indicator(name, among=with_data) or catalogue.indicator(name)
        if found is not None:
            yield name, found


def _tables(catalogue: Catalogue) -> dict[str, list[Indicator]]:
    """The tables by name and by title, with their indicators."""
    tables: dict[str, list[Indicator]] = {}
    for name, spec in catalogue.tables.items():
        inner = list(catalogue.of_table(name))
        tables[fold(name)] = inner
        if fold(spec.title).isidentifier():
            tables.setdefault(fold(spec.title), inner)
    return tables


def _area_tree(areas: AreaTree, facts: NameTree, levels: int) -> dict[str, NameTree | None]:
    """The names of an area; those of the areas around it are one object, shared by all its levels."""
    tree: dict[str, NameTree | None] = {**dict.fromkeys(_AREA_WORDS), **facts}
    tree |= dict.fromkeys(_BASES, facts)
    around: NameTree = _area_tree(areas, facts, levels - 1) if levels else {**dict.fromkeys(_AREA_WORDS), **facts}
    tree |= {level: {"[]": around} for level in ("下级", *areas.levels())}
    tree["上级"] = around
    return tree


class _View:
    """Makes the mappings; one area's is made once, however often it is met."""

    def __init__(self, figures: Figures, area: str) -> None:
        self._figures = figures
        self._area = figures.areas.get(area) or Area(name=area)
        self._made: dict[str, AreaNames] = {}

    @cached_property
    def _bare_names(self) -> dict[str, Indicator]:
        return dict(_bare(self._figures.catalogue, self._figures.with_data))

    @cached_property
    def _shared_names(self) -> list[str]:
        return [f"{one.table}.{one.name}" for one in _shared(self._figures.catalogue, self._figures.with_data)]

    @cached_property
    def _table_names(self) -> dict[str, list[Indicator]]:
        return _tables(self._figures.catalogue)

    @cached_property
    def _levels(self) -> tuple[str, ...]:
        return self._figures.areas.levels()

    def names(self, extra: Mapping[str, object]) -> Mapping[str, object]:
        """The top level of a template."""
        figures, area = self._figures, self._area
        makers = self._area_makers(area)
        for word in _AREA_WORDS:
            makers.pop(word, None)
        fact = self._facts_of(area.name)
        makers |= {
            "地区": lambda: OwnArea(area, self._area_makers(area), self._fact_names, fact, self._found_area),
            "期": lambda: self._in_period,
            "指标": lambda: self._by_title,
            AS_OF: lambda: AsOf.of(figures.as_of, self._as_of),
            "期间": lambda: figures.period.title,
            "年": lambda: figures.period.year,
            "下级统称": lambda: below_words(figures.areas, area.name),
        }
        makers |= {fold(name): _constant(value) for name, value in extra.items()}
        return Names(makers, self._fact_names, fact)

    # --- areas ---

    def _area_names(self, area: Area) -> AreaNames:
        if area.name not in self._made:
            makers = self._area_makers(area)
            self._made[area.name] = AreaNames(area, makers, self._fact_names, self._facts_of(area.name))
        return self._made[area.name]

    def _area_makers(self, area: Area) -> dict[str, Callable[[], object]]:
        tree = self._figures.areas
        makers = self._table_makers(area.name, "", None)
        for word, words in _AREA_WORDS.items():
            if word not in self._fact_names:
                makers.setdefault(word, lambda words=words: words(area))  # type: ignore[misc]
        for base in _BASES:
            makers[base] = lambda base=base: self._names_of(area.name, base, None)  # type: ignore[misc]
        for level in self._levels:
            makers[level] = lambda level=level: self._listed(area, level)  # type: ignore[misc]
        makers["下级"] = lambda: self._listed(area)
        above = tree.above(area.name)
        makers["上级"] = lambda: self._area_names(above) if above else None
        return makers

    def _listed(self, area: Area, level: str = "") -> tuple[AreaNames, ...]:
        return tuple(self._area_names(below) for below in self._figures.areas.listed(area.name, level))

    def _found_area(self, text: str) -> AreaNames:
        tree = self._figures.areas
        found = tree.resolve(text)
        if found is None:
            raise NameLookupError(f"没有名为“{text}”的地区。{did_you_mean(text, tree.names(), '请核对地区名称。')}")
        return self._area_names(found)

    # --- facts ---

    @cached_property
    def _fact_names(self) -> dict[str, None]:
        """The names of the facts of one area and period; all areas share them, so that 2,000 in a loop cost little."""
        return dict.fromkeys((*self._figures.one_offs, *self._bare_names, *self._shared_names))

    def _facts_of(self, area: str, base: str = "", period: Period | None = None) -> Callable[[str], Fact]:
        return lambda name: self._fact(name, area, base, period)

    def _names_of(self, area: str, base: str, period: Period | None) -> Names:
        """Every indicator of an area in the report's period, a base period or another period."""
        return Names(self._table_makers(area, base, period), self._fact_names, self._facts_of(area, base, period))

    def _table_makers(self, area: str, base: str, period: Period | None) -> dict[str, Callable[[], object]]:
        return {
            table: self._table_maker(table, indicators, area, base, period)
            for table, indicators in self._table_names.items()
            if table not in self._fact_names
        }

    def _maker(self, name: str, area: str, base: str, period: Period | None) -> Callable[[], Fact]:
        return lambda: self._fact(name, area, base, period)

    def _table_maker(
        self, table: str, indicators: Iterable[Indicator], area: str, base: str, period: Period | None
    ) -> Callable[[], Names]:
        def named() -> Names:
            # Worked out late: of 2,000 areas in a loop, hardly one is asked for a whole table.
            name = self._figures.catalogue.table_name(table) or table
            makers = {one.name: self._maker(f"{one.table}.{one.name}", area, base, period) for one in indicators}
            if not self._figures.catalogue.tables[name].is_ledger:
                return Names(makers)
            return LedgerNames(makers, name, area, base_moments(base, When(period or self._figures.period)))

        return named

    def _fact(self, name: str, area: str, base: str, period: Period | None) -> Fact:
        figures = self._figures
        candidates = base_moments(base, When(period or figures.period))
        if base == "年初":
            found = figures.indicator(name)
            if found is not None and found.spec.measure == "flow":
                reason = f"“{name}”是一段时间里发生的数，没有年初数"
                return _no_fact(figures, name, area, candidates[0], reason)
        fact = figures.of_name(name, area, candidates)
        return fact if fact is not None else _no_fact(figures, name, area, candidates[0], "")

    def _in_period(self, text: object) -> Names:
        """期("2021")"""
        try:
            period = Period.parse(str(text))
        except ValueError as error:
            raise NameLookupError(f"期(“{text}”)：{error}。请写成 期(“2021”) 或 期(“2021H1”)。") from None
        return self._names_of(self._area.name, "", period)

    def _by_title(self, title: object) -> Fact:
        """指标("完成70%以上项目数")"""
        figures, text = self._figures, str(title)
        found = figures.titled(text) or figures.indicator(text)
        if found is None:
            if fold(text) in figures.one_offs:
                return self._fact(fold(text), self._area.name, "", None)
            titles = [indicator.title for indicator in figures.catalogue.indicators.values()]
            advice = did_you_mean(text, titles, "请核对指标的表头。")
            raise NameLookupError(f"没有表头是“{text}”的指标，或者不止一个。{advice}")
        return self._fact(f"{found.table}.{found.name}", self._area.name, "", None)

    def _as_of(self, table: str) -> str | Fact:
        figures = self._figures
        name = figures.catalogue.table_name(table)
        if name is None:
            tables = figures.catalogue.tables
            known = [*tables, *(spec.title for spec in tables.values() if spec.title)]
            advice = did_you_mean(table, known, "请核对表名。")
            raise NameLookupError(f"截至(“{table}”)：没有这张表。{advice}")
        sheets = figures.values.sheets(name, When(figures.period))
        if sheets:
            return print_date(max(sheet.as_of for sheet in sheets))
        # As missing as the table's figures are, and for the same reason: it is told once, with them.
        spec = figures.catalogue.tables[name]
        origin = CellOrigin(spec.at(""))
        reason = f"没有{figures.period.title}的“{spec.title or name}”数据"
        day = f"{spec.title or name}.{AS_OF}"
        return Fact(None, "", day, self._area.name, figures.period, origin, f"{AS_OF}（“{table}”）", missing=reason)


def _no_fact(figures: Figures, name: str, area: str, when: When, reason: str) -> Fact:
    """A missing fact for what the data hold nothing about."""
    indicator = figures.indicator(name)
    if indicator is not None:
        fact = figures.fact(indicator, area, when)
        if reason or fact.value is not None:
            fact = Fact(
                None,
                fact.unit,
                fact.indicator,
                area,
                when.period,
                CellOrigin(indicator.place),
                fact.title,
                missing=reason,
                policy=fact.policy,
                target=when.target,
            )
        return fact
    one_off = figures.one_offs[fold(name)][0]
    reason = f"没有{area}{when.period.title}的“{one_off.name}”{TARGET if when.target else ''}"
    if one_off.target and not when.target:
        reason += f"，只有目标（写作 {TARGET}.{one_off.name}）"
    place = CellOrigin(one_off.place)
    return Fact(
        None, one_off.unit, fold(name), area, when.period, place, one_off.name, missing=reason, target=when.target
    )


def below_words(areas: AreaTree, area: str) -> str:
    """下级统称: the kinds of areas below, the commonest first: 镇（街道、中心）, 乡镇."""
    kinds = Counter(below.kind or below.level for below in areas.listed(area))
    kinds.pop("", None)
    names = [kind for kind, _ in kinds.most_common()]
    if "乡" in names and "镇" in names:
        names = ["乡镇", *(kind for kind in names if kind not in ("乡", "镇"))]
    if not names:
        return ""
    return names[0] + (f"（{'、'.join(names[1:])}）" if names[1:] else "")


def _constant(value: object) -> Callable[[], object]:
    return lambda: value
