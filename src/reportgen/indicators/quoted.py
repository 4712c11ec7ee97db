"""Whether the numbers in an area's own words (text columns) agree with what the same area filled in.

Conservative: a number is compared only where the words right before it name an indicator, with nothing between that
could narrow it (本月, 其中, a village); everything else stays unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from reportgen.errors import Finding, Severity
from reportgen.fact import CellOrigin, Fact
from reportgen.indicators.catalogue import Indicator, fold
from reportgen.indicators.figures import Figures
from reportgen.indicators.tables import When
from reportgen.place import Place
from reportgen.quantity.printing import half_up
from reportgen.quantity.scan import Numeral, NumeralKind, scan
from reportgen.quantity.units import UnitError, convert, parse_unit
from reportgen.sources import TableData
from reportgen.spec.model import FieldSpec
from reportgen.spec.tables import NUMBERS

_Named = TypeVar("_Named", Indicator, FieldSpec)
_COMPARED = (NumeralKind.COUNT, NumeralKind.MONEY, NumeralKind.PERCENT)
_SENTENCE_END = re.compile(r"[。；;！!？?\n]")
_CLAUSE_END = re.compile(r"[，,、：:（）()“”\"《》〈〉—…]")
_LEADS = (
    r"截至目前|目前|到目前为止|今年以来|今年|我镇|我乡|我街道|我县|本镇|本乡|本县|全镇|全乡|全县|全街道|全区|全市|辖区内?|"
    r"一共|总共|共计|共|已经|已|现有|现|实有|先后|及时|依法|精准|动态|实现|实际|发现并|发现|识别|认定|纳入|有|的"
)
_LINKS = r"(?:总数|数量|数|一共|总共|共计|共有|合计|总计|达到了?|达|已有|已|为|是|有|共|了|计|[:：\s])*"
_HEDGED_BEFORE = re.compile(r"(?:近|约|大约|超过?|逾|不少于|不低于|至少|最多|不足|突破|每|平均|第)$")
_HEDGED_AFTER = re.compile(r"[余多]|左右|以上|以下|上下|[至到～~—-]\s?\d")
_NARROWED = re.compile(
    r"其中|去年|上年|同期|上期|上月|本月|当月|本周|当日|昨|明年|来年|下一?步|计划|拟|预计|预期|目标|力争|确保|争取|任务|"
    r"[户人]均|平均|较|比|增加|减少|上升|下降|增长|同比|环比|以前|此前|原有|季度|月份|[上中下]旬|第[一二三四五六七八九十\d]+批|"
    r"(?:村|社区|片区|小组|网格|点)(?:[，,、：:等内里中]|$)|^[^，,]{1,6}(?:村|社区)"
)


def quoted_findings(figures: Figures) -> Iterator[Finding]:
    """Tell each number in a text of the report's period that differs from the indicator which it names."""
    names: Mapping[str, list[Indicator]] | None = None
    for place, area, column, text in _texts(figures):
        if names is None:
            names = _called(figures)
        for indicators, numeral, clause in _named(figures, names, area, text):
            found = (figures(figures.name_of(one), area, figures.period) for one in indicators)
            facts = [fact for fact in found if fact is not None and not fact.sensitive and _comparable(fact, numeral)]
            if facts and not any(_agree(fact, numeral) for fact in facts):
                yield _finding(place, area, column, clause + numeral.surface, facts[0])
    yield from _ledger_findings(figures)


def _ledger_findings(figures: Figures) -> Iterator[Finding]:
    """Numbers in a record's own words that differ from what stands in the same row."""
    for when, ledger in figures.values.ledgers():
        fields = figures.catalogue.tables[ledger.table].fields
        texts = [field for field in fields if field.role == "text" and not field.sensitive and ledger.has(field.name)]
        if when != When(figures.period) or not texts:
            continue
        numbers = _called_in_row(fields)
        for field in texts:
            for row, text in enumerate(ledger.column(field.name)):
                sheet, index = ledger.at(row)
                for named, numeral, clause in _named(figures, numbers, sheet.areas[index], str(text or "")):
                    facts = [_in_row(sheet, one, index) for one in named if one.name in sheet.columns]
                    facts = [fact for fact in facts if _comparable(fact, numeral)]
                    if facts and not any(_agree(fact, numeral) for fact in facts):
                        place = sheet.place(field.name, index)
                        whose, column = sheet.row_name(index), field.title or field.name
                        yield _finding(place, whose, column, clause + numeral.surface, facts[0])


def _called_in_row(fields: Sequence[FieldSpec]) -> Mapping[str, list[FieldSpec]]:
    """What people call each number of a record."""
    names: dict[str, list[FieldSpec]] = {}
    for field in fields:
        if field.role is None and field.type in NUMBERS and field.unit and not field.sensitive:
            called = (field.name, field.title or field.name, *field.aliases)
            for form in dict.fromkeys(form for name in called for form in _forms(name, field.unit)):
                names.setdefault(form, []).append(field)
    return names


def _in_row(sheet: TableData, field: FieldSpec, index: int) -> Fact:
    """A number of a record."""
    value, origin = sheet.columns[field.name].values[index], CellOrigin(sheet.place(field.name, index))
    area, title = sheet.areas[index], field.title or field.name
    return Fact(value, field.unit, field.name, area, sheet.period, origin, title, decimals=field.decimals)


def _texts(figures: Figures) -> Iterator[tuple[Place, str, str, str]]:
    """The texts of area tables and lists for the report's period: place, area, column, text."""
    now = When(figures.period)
    for when, table in figures.values.tables():
        if when != now:
            continue
        for indicator in figures.catalogue.of_table(table.table):
            if indicator.spec.role != "text" or indicator.spec.sensitive:
                continue
            for sheet in (sheet for sheet in table.sheets if indicator.name in sheet.columns):
                for row, value in enumerate(sheet.columns[indicator.name].values):
                    if isinstance(value, str):
                        yield sheet.place(indicator.name, row), sheet.areas[row], indicator.title, value
    for one_offs in figures.one_offs.values():
        for one in one_offs:
            if not isinstance(one.value, str) or one.sensitive:
                continue
            if one.period == figures.period and _SENTENCE_END.search(one.value):
                yield one.place, one.area or figures.area, one.name, one.value


def _called(figures: Figures) -> Mapping[str, list[Indicator]]:
    """What people call each indicator: by name, heading or alias, with and without the unit and 数 at its end."""
    names: dict[str, list[Indicator]] = {}
    with_data = {table.table for when, table in figures.values.tables() if when == When(figures.period)}
    for indicator in figures.catalogue.indicators.values():
        if indicator.kind != "number" or indicator.table not in with_data or not indicator.unit.symbol:
            continue
        for name in (indicator.name, indicator.title, *indicator.spec.aliases):
            for form in _forms(name, indicator.unit.symbol):
                known = names.setdefault(form, [])
                if indicator not in known:
                    known.append(indicator)
    return names


def _forms(name: str, unit: str) -> Iterator[str]:
    bare = re.sub(r"[（(][^（）()]*[）)]$", "", fold(name))
    forms = [bare, bare.removesuffix("总数").removesuffix("数量").removesuffix("数")]
    forms.append(forms[-1].removesuffix(unit))
    yield from dict.fromkeys(form for form in forms if len(form) >= 2)


def _named(
    figures: Figures, names: Mapping[str, list[_Named]], area: str, text: str
) -> Iterator[tuple[Sequence[_Named], Numeral, str]]:
    """Each number of a text right before which an indicator is named, with the words that name it."""
    own = _own_leads(figures, area)
    start = 0
    for sentence in (*_SENTENCE_END.finditer(text), None):
        end = len(text) if sentence is None else sentence.start()
        said = text[start:end]
        start = end + 1
        behind = 0
        for numeral in scan(said):
            lead = said[behind : numeral.start]
            behind = numeral.end
            if numeral.kind not in _COMPARED or not isinstance(numeral.value, Decimal) or not numeral.unit:
                continue
            before, clause = _last_clause(said[: numeral.start], lead)
            hedged = _HEDGED_BEFORE.search(clause) or _HEDGED_AFTER.search(numeral.surface)
            if hedged or _HEDGED_AFTER.match(said[numeral.end :]):
                continue
            if _is_narrowed(figures, area, before):
                continue
            found = _indicators(names, own.sub("", fold(clause).replace(" ", "")))
            if found:
                yield found, numeral, clause


def _last_clause(said: str, lead: str) -> tuple[str, str]:
    """What a sentence says before the words that stand right before a number, and these words."""
    parts = _CLAUSE_END.split(lead)
    clause = parts[-1].strip()
    return said[: len(said) - len(parts[-1])], clause


def _own_leads(figures: Figures, area: str) -> re.Pattern[str]:
    """What may stand before an indicator's name and narrows nothing: the area's own name, the report's own period."""
    known = figures.areas.get(area)
    own = [area] if known is None else [known.name, known.short, known.full, *known.aliases]
    period = figures.period.title
    words = [*own, period, f"今年{period.partition('年')[2]}", period.partition("年")[2]]
    listed = "|".join(re.escape(word) for word in sorted(filter(None, words), key=len, reverse=True))
    return re.compile(rf"^(?:{listed}|{_LEADS})+")


def _indicators(names: Mapping[str, list[_Named]], clause: str) -> Sequence[_Named]:
    """The indicators that a clause is the name of, whatever links it to the number behind."""
    for name in (clause, re.sub(rf"{_LINKS}$", "", clause)):
        if name in names:
            return names[name]
    return ()


def _is_narrowed(figures: Figures, area: str, before: str) -> bool:
    """Whether a sentence speaks of a part, another time or another area before it comes to the number."""
    before = _own_time(figures).sub("", before)
    if _NARROWED.search(before):
        return True
    if any(one.kind is NumeralKind.DATE for one in scan(before)):
        return True
    others = (one for one in figures.areas.all() if one.name != area and one.level != figures.areas.root.level)
    return any(name in before for one in others for name in (one.name, one.short) if len(name) > 1)


def _own_time(figures: Figures) -> re.Pattern[str]:
    """How a text names the report's own period, or its last day."""
    last, title = figures.period.last_day, figures.period.title
    year = rf"(?:{last.year}年|今年)"
    words = [re.escape(title), rf"{year}?{re.escape(title.partition('年')[2])}" if not title.endswith("年") else year]
    words.append(rf"截[至止]{year}?{last.month}月(?:[底末]|{last.day}日)")
    if figures.period.first_day.month == 1:
        words.append(rf"{year}?1月?[—–\-~～至到]{last.month}月份?")
    return re.compile("|".join(words))


def _comparable(fact: Fact, numeral: Numeral) -> bool:
    """Whether both are in one unit: 户 and 户, 万元 and 元, % and %."""
    if not isinstance(fact.value, Decimal) or not fact.unit:
        return False
    try:
        one, other = parse_unit(fact.unit), parse_unit(numeral.unit)
    except UnitError:
        return False
    if one.is_count or other.is_count:
        return one.symbol == other.symbol or (one.is_count and other.is_count and fact.unit.endswith(numeral.unit))
    return one.dimension == other.dimension and one.is_percent == other.is_percent


def _agree(fact: Fact, numeral: Numeral) -> bool:
    """Whether a number says what the fact says, as far as its digits go."""
    assert isinstance(fact.value, Decimal)
    assert isinstance(numeral.value, Decimal)
    value = convert(fact.value, parse_unit(fact.unit), parse_unit(numeral.unit))
    digits = re.search(r"[0-9０-９,，]*[0-9０-９](?:[.．]([0-9０-９]+))?", numeral.surface)
    if digits is None:
        return True
    number = Decimal(re.sub("[,，]", "", digits[0]).replace("．", "."))
    scale = numeral.value / number if number else Decimal(1)
    step = abs(scale) * Decimal(1).scaleb(-len(digits[1] or ""))
    # Rounded or cut off, either is how people shorten a number.
    return numeral.value in (half_up(value / step, 0) * step, (value // step) * step)


def _finding(place: Place, area: str, column: str, said: str, fact: Fact) -> Finding:
    cells = [str(one.origin.place) for one in fact.sources() if isinstance(one.origin, CellOrigin)]
    where = f"（{cells[0]}）" if len(cells) == 1 else ""
    shown = fact.looking(with_unit=True).text
    words = f"{area}的“{column}”里写“{said}”，而“{fact.title or fact.indicator}”是{shown}{where}。"
    return Finding("CALC-TEXT-DIFFERS", Severity.WARNING, place, words, "请核对两处，改成一致。")
