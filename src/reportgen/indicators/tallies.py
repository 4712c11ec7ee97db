"""How an indicator of a record table (台账) follows from its rows: what is counted or added up, on what condition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from reportgen.errors import did_you_mean, nearest
from reportgen.fact import NO, YES
from reportgen.indicators.algebra import AlgebraError, Formula, Kind, Leaf, Operand, Over, compiled
from reportgen.indicators.expression import (
    DAYS,
    Comparison,
    ExpressionError,
    Fault,
    Logic,
    Membership,
    Node,
    Reference,
    Truth,
    parse,
)
from reportgen.indicators.expression import Text as TextNode
from reportgen.quantity.units import PURE, Unit, UnitError, parse_unit
from reportgen.spec.model import DataSpec, FieldSpec, RecordIndicator

_WORDS = {"texts": "逐条照录", "rows": "计数", "distinct": "去重计数", "sum": "求和", "min": "最小值", "max": "最大值"}
_NO_UNIT = Unit("", PURE, parse_unit("个").factor)


@dataclass(frozen=True, slots=True)
class Tally:
    """What makes a value of rows.

    how     "rows", "distinct", "sum", "min" or "max"; "texts" for the words of a text column, one below the other
    fields  what is told apart, added up or compared
    where   which rows count; None for all
    field_unit  the unit of the field that is added up or compared; `unit` that of the result
    """

    how: str
    fields: tuple[str, ...]
    where: Formula | None
    field_unit: Unit
    unit: Unit

    @property
    def needs(self) -> tuple[str, ...]:
        """The fields that it looks at."""
        asked = (leaf.key[1] for leaf in self.where.leaves if isinstance(leaf, Leaf)) if self.where else ()
        return tuple(dict.fromkeys((*self.fields, *asked)))

    @property
    def words(self) -> str:
        """In words: 求和：投资，条件 类型 == "产业"."""
        what = _WORDS[self.how] + (f"：{'、'.join(self.fields)}" if self.fields else "")
        return what if self.where is None else f"{what}{'，' if self.fields else '：'}条件 {self.where.text}"


@dataclass(frozen=True, slots=True)
class TallyFault:
    """Something wrong in a condition; a doubtful value in it is only worth a warning."""

    code: str
    fault: Fault
    doubtful: bool = False


def read_tally(spec: RecordIndicator, table: DataSpec) -> tuple[Tally | None, tuple[TallyFault, ...]]:
    """Compile an indicator of a record table; what is wrong with its field or unit is told by the spec's own check."""
    fields = {field.name: field for field in table.fields}
    used = [fields[name] for name in spec.used if name in fields]
    measured = spec.how in ("sum", "min", "max")
    kinds = ("number",) if spec.how == "sum" else ("number", "date")
    if len(used) < len(spec.used) or not spec.how or (measured and kind_of_field(used[0]) not in kinds):
        return None, ()
    where, faults = condition(spec.where, table) if spec.where else (None, ())
    if spec.where and where is None:
        return None, faults
    try:
        own = parse_unit(used[0].unit) if measured else _NO_UNIT
        unit = parse_unit(spec.unit) if spec.unit else own
    except UnitError:
        return None, faults
    if measured and own.dimension != unit.dimension:
        return None, faults
    return Tally(spec.how, tuple(field.name for field in used), where, own, unit), faults


def texts_of(field: FieldSpec) -> Tally:
    """What an area's records say in a text column (`role: text`)."""
    return Tally("texts", (field.name,), None, _NO_UNIT, _NO_UNIT)


def kind_of_tally(spec: RecordIndicator, table: DataSpec) -> Kind:
    """What kind of value comes out: the latest day of a column of days is a day."""
    used = [field for field in table.fields if field.name in spec.used]
    return kind_of_field(used[0]) if spec.how in ("min", "max") and used else "number"


def condition(text: str, table: DataSpec) -> tuple[Formula | None, tuple[TallyFault, ...]]:
    """Compile a condition (`where:`, `rule:`) on the rows of a record table."""
    fields = {field.name: field for field in table.fields}
    try:
        node = _with_truths(parse(text), fields)
        formula = compiled(node, text.strip(), _resolver(table, fields))
    except ExpressionError as error:
        return None, (TallyFault("CALC-FORMULA", error.fault),)
    except AlgebraError as error:
        told = (fault for fault in error.faults if fault.words)
        return None, tuple(TallyFault("CALC-UNKNOWN" if one.unknown else "CALC-UNIT", _typed(one)) for one in told)
    if formula.kind != "truth":
        advice = '条件要有比较，如 状态 in ["在建", "完工"]。'
        return None, (TallyFault("CALC-FORMULA", Fault(f"“{text}”不是一个条件。", advice)),)
    if any(isinstance(leaf, Over) for leaf in formula.leaves):
        words = f"“{text}”里不能用 sum、count、rank：台账的条件一行一行地看。"
        return None, (TallyFault("CALC-FORMULA", Fault(words, "请只写本表的字段。")),)
    return formula, tuple(_doubtful(node, fields))


def kind_of_field(field: FieldSpec) -> Kind:
    """The kind of value that a field of a record table holds."""
    if field.role is not None or field.type == "string":
        return "text"
    kinds: dict[str, Kind] = {"date": "date", "boolean": "truth"}
    return kinds.get(field.type, "number")


def _typed(fault: Fault) -> Fault:
    """A column of numbers without a unit is taken for text; who compares it with a number must be told."""
    if fault.advice != "请检查指标的类型。":
        return fault
    return replace(fault, advice="没有写单位和类型的字段按文本读；是数的，请给它写 类型: 数，或写上单位。")


def _resolver(table: DataSpec, fields: dict[str, FieldSpec]) -> Callable[[Reference], Operand | Fault]:
    titles = {field.title: field for field in table.fields if field.title}

    def resolve(reference: Reference) -> Operand | Fault:
        if reference.base or reference.period or reference.table not in ("", table.name):
            return Fault(f"条件里不能写“{reference.text}”。", "台账的条件只看本表这一行的字段。", unknown=True)
        if reference.name in DAYS and reference.name not in fields:
            return Operand((table.name, reference.name), "date", _NO_UNIT)
        field = (titles if reference.titled else fields).get(reference.name) or fields.get(reference.name)
        if field is None:
            advice = did_you_mean(reference.name, fields, f"可以写：{'、'.join(fields)}。")
            return Fault(f"台账里没有字段“{reference.name}”。", advice, unknown=True)
        try:
            unit = parse_unit(field.unit)
        except UnitError:
            return Fault("")
        return Operand((table.name, field.name), kind_of_field(field), unit)

    return resolve


def _with_truths(node: Node, fields: dict[str, FieldSpec]) -> Node:
    """Take `重点 == "是"` for what it means: the field is of the kind 是否."""
    match node:
        case Logic(text, operator, operands):
            return Logic(text, operator, tuple(_with_truths(operand, fields) for operand in operands))
        case Comparison(text, operators, operands):
            flags = any(_is_flag(operand, fields) for operand in operands)
            return Comparison(text, operators, tuple(_as_truth(one) if flags else one for one in operands))
        case Membership(text, operand, items, negated):
            flags = _is_flag(operand, fields)
            return Membership(text, operand, tuple(_as_truth(one) if flags else one for one in items), negated)
        case _:
            return node


def _is_flag(node: Node, fields: dict[str, FieldSpec]) -> bool:
    field = fields.get(node.name) if isinstance(node, Reference) else None
    return field is not None and kind_of_field(field) == "truth"


def _as_truth(node: Node) -> Node:
    if isinstance(node, TextNode) and node.value in (YES, NO):
        return Truth(node.text, node.value == YES)
    return node


def _doubtful(node: Node, fields: dict[str, FieldSpec]) -> Iterator[TallyFault]:
    """Words that a field cannot hold by its own 取值: most likely misspelt, and no row would ever match."""
    match node:
        case Logic(_, _, operands):
            for operand in operands:
                yield from _doubtful(operand, fields)
        case Comparison(_, _, operands):
            yield from _not_allowed(operands, operands, fields)
        case Membership(_, operand, items, _):
            yield from _not_allowed((operand,), items, fields)
        case _:
            return


def _not_allowed(
    operands: tuple[Node, ...], items: tuple[Node, ...], fields: dict[str, FieldSpec]
) -> Iterator[TallyFault]:
    for operand in operands:
        field = fields.get(operand.name) if isinstance(operand, Reference) else None
        allowed = field.constraints.enum if field else None
        for item in items if field and allowed else ():
            if isinstance(item, TextNode) and allowed and item.value not in allowed:
                close = nearest(item.value, allowed)
                advice = f"是否想写“{close}”？" if close else f"可以写：{'、'.join(allowed)}。"
                words = f"“{operand.text}”的取值里没有“{item.value}”，没有一行会符合。"
                yield TallyFault("CALC-ENUM", Fault(words, advice), doubtful=True)
