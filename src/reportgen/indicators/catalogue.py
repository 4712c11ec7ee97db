"""The indicator catalogue (指标目录): which indicators there are, how each rolls up, and whether its formula holds."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

from reportgen.errors import Finding, Severity, did_you_mean
from reportgen.indicators.algebra import AlgebraError, Formula, Key, Kind, Leaf, Operand, Over, compiled
from reportgen.indicators.expression import DAYS, ExpressionError, Fault, Node, Reference, parse
from reportgen.indicators.tallies import Tally, condition, kind_of_tally, read_tally, texts_of
from reportgen.place import Place
from reportgen.quantity.units import PURE, Unit, UnitError, parse_unit
from reportgen.spec.model import CheckSpec, DataSpec, FieldSpec, RecordIndicator
from reportgen.spec.shipped import SHIPPED

DEEPEST_CHAIN = 40
"""Formulas that build on each other; more is a mistake, and would end Python's stack."""

_NO_UNIT = Unit("", PURE, Decimal(1))


class RollUp(StrEnum):
    """How an area's value comes from the areas below it (汇总)."""

    SUM = "sum"
    OWN = "own"
    NONE = "none"
    WEIGHTED = "weighted"
    FORMULA = "formula"
    """The formula is evaluated again on the rolled-up parts."""
    COUNTED = "counted"
    """Counted afresh on the rows of a record table, at every level."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the catalogue: a field of a table, with its unit read and its formula compiled.

    weight   what a weighted mean weighs by
    formula  how it follows from others; None when read from cells
    tally    how it is counted on the rows of a record table; None for all others
    broken   its formula, unit or roll-up is wrong, and a finding says so
    """

    table: str
    spec: FieldSpec
    unit: Unit
    kind: Kind
    rollup: RollUp
    weight: Key | None = None
    skips_missing: bool = False
    formula: Formula | None = None
    tally: Tally | None = None
    broken: bool = False

    @property
    def name(self) -> str:
        """Its identifier in formulas and templates."""
        return self.spec.name

    @property
    def key(self) -> Key:
        """Table and name."""
        return self.table, self.spec.name

    @property
    def title(self) -> str:
        """Its column heading."""
        return self.spec.title or self.spec.name

    @property
    def place(self) -> Place:
        """Where the catalogue defines it; its formula's line where it has one."""
        return self.spec.at("formula" if self.spec.formula else "name")

    @property
    def rolls_up(self) -> bool:
        """Whether an area above the level read can have a value of it."""
        return self.rollup is not RollUp.NONE

    @property
    def how(self) -> str:
        """The roll-up as declared: "sum", "weighted(户数)"."""
        return f"weighted({self.weight[1]})" if self.weight else self.rollup.value


@dataclass(frozen=True, slots=True)
class Rule:
    """A `rule:` of a table, compiled (勾稽关系)."""

    table: str
    spec: CheckSpec
    formula: Formula

    @property
    def place(self) -> Place:
        """Where it is written."""
        return self.spec.at("rule")


class Catalogue:
    """All indicators of some tables, by name, by table and name, and by title."""

    def __init__(
        self,
        tables: Mapping[str, DataSpec],
        indicators: Mapping[Key, Indicator],
        rules: tuple[Rule, ...],
        findings: tuple[Finding, ...],
    ) -> None:
        self.tables = tables
        self.indicators = indicators
        self.rules = rules
        self.findings = findings
        self._named: dict[str, list[Indicator]] = {}
        self._titled: dict[str, list[Indicator]] = {}
        for indicator in indicators.values():
            self._named.setdefault(indicator.name, []).append(indicator)
            titles = (indicator.title, indicator.name, *indicator.spec.aliases)
            for title in dict.fromkeys(fold(title) for title in titles):
                self._titled.setdefault(title, []).append(indicator)

    @classmethod
    def compile(cls, tables: Iterable[DataSpec], unread: Collection[str] = ()) -> Catalogue:
        """Read units, roll-ups, formulas and rules of the tables; everything wrong stands in `.findings`.

        unread  data specs that could not be read, which a finding says already; a name may stand in them
        """
        return _Compiler({table.name: table for table in tables}, bool(unread)).catalogue()

    def hides(self, formula: Formula) -> bool:
        """Whether what a formula gives must be hidden, since it is computed from something sensitive.

        How many areas there are of a kind, and which place one has, tells nobody's number.
        """
        return _hides(formula, self.indicators)

    def indicator(self, name: str, table: str = "", among: Collection[str] | None = None) -> Indicator | None:
        """Find an indicator by `name`, or by `table.name`; None where there is none or more than one.

        `among` limits a bare name to those tables, the ones that hold data, say.
        """
        name = fold(name)
        if not table and "." in name:
            table, _, name = name.partition(".")
        if table:
            return self.indicators.get((self.table_name(table) or table, name))
        return _only(self._named.get(name, ()), among)

    def titled(self, title: str, table: str = "", among: Collection[str] | None = None) -> Indicator | None:
        """Find an indicator by its column heading, an alias, or its name; None where it is not one alone."""
        found = self._titled.get(fold(title), [])
        if table:
            wanted = self.table_name(table)
            found = [indicator for indicator in found if indicator.table == wanted]
        exact = [indicator for indicator in found if fold(indicator.title) == fold(title)]
        return _only(exact, among) or _only(found, among)

    def named(self, name: str) -> Sequence[Indicator]:
        """All indicators of that name, whatever their table."""
        return self._named.get(fold(name), ())

    def names(self) -> Iterator[str]:
        """Every bare name, once."""
        return iter(self._named)

    def of_table(self, table: str) -> Iterator[Indicator]:
        """The indicators of one table, in the order of its fields."""
        return (indicator for indicator in self.indicators.values() if indicator.table == table)

    def table_name(self, text: str) -> str | None:
        """The name of the table with that name or title; None where there is none."""
        text = fold(text)
        if text in self.tables:
            return text
        return next((name for name, table in self.tables.items() if fold(table.title) == text), None)


def fold(name: str) -> str:
    """Fold a name as templates and formulas are folded (NFKC, no blanks around)."""
    return unicodedata.normalize("NFKC", name).strip()


def _only(found: Sequence[Indicator], among: Collection[str] | None) -> Indicator | None:
    if among is not None:
        found = [indicator for indicator in found if indicator.table in among]
    return found[0] if len(found) == 1 else None


class _Compiler:
    """Makes a catalogue and gathers what is wrong on the way."""

    def __init__(self, tables: Mapping[str, DataSpec], some_unread: bool) -> None:
        self._tables = tables
        self._some_unread = some_unread
        self._findings: list[Finding] = []
        self._unreadable: set[Key] = set()
        self._indicators: dict[Key, Indicator] = {}

    def catalogue(self) -> Catalogue:
        for table in self._tables.values():
            for one in table.indicators if table.is_ledger else ():
                self._indicators[table.name, one.name] = self._of_records(table, one)
            for field in table.fields if table.is_ledger else ():
                if field.role == "text":
                    self._indicators[table.name, field.name] = replace(self._read(table, field), tally=texts_of(field))
            for spec in () if table.is_ledger else table.fields:
                if spec.role not in ("area", "period"):
                    self._indicators[table.name, spec.name] = self._read(table, spec)
        self._plain = Catalogue(self._tables, self._indicators, (), ())
        for indicator in list(self._indicators.values()):
            self._indicators[indicator.key] = self._with_formula(indicator)
        self._refuse_cycles()
        rules = tuple(rule for table in self._tables.values() for rule in self._rules(table))
        return Catalogue(self._tables, self._hiding(), rules, tuple(self._findings))

    # --- fields ---

    def _read(self, table: DataSpec, spec: FieldSpec) -> Indicator:
        """Read unit and roll-up. What is wrong with them is told by the spec's own check, formulas by ours."""
        try:
            unit = parse_unit(spec.unit)
        except UnitError:
            self._unreadable.add((table.name, spec.name))
            unit = _NO_UNIT
        kind = _kind(spec)
        skips = "skip" in (spec.rollup_missing, table.rollup_missing)
        rollup, weight = _rollup(table, spec, unit)
        return Indicator(table.name, spec, unit, kind, rollup, weight, skips)

    def _of_records(self, table: DataSpec, spec: RecordIndicator) -> Indicator:
        """Read an indicator of a record table; one with a formula is like any other, evaluated at every level."""
        if not spec.how:
            return self._read(table, spec)
        tally, faults = read_tally(spec, table)
        for one in faults:
            weight = Severity.WARNING if one.doubtful else Severity.ERROR
            self._report(one.code, spec.at("where"), one.fault, weight)
        unit = tally.unit if tally else _NO_UNIT
        if tally is None:
            self._unreadable.add((table.name, spec.name))
        skips = "skip" in (spec.rollup_missing, table.rollup_missing)
        kind = kind_of_tally(spec, table)
        if spec.how in ("min", "max") and any(one.sensitive for one in table.fields if one.name in spec.used):
            spec = spec.model_copy(update={"sensitive": True})
        return Indicator(table.name, spec, unit, kind, RollUp.COUNTED, None, skips, tally=tally, broken=tally is None)

    # --- formulas ---

    def _with_formula(self, indicator: Indicator) -> Indicator:
        text = indicator.spec.formula
        if not text:
            return indicator
        place = indicator.spec.at("formula")
        if indicator.kind != "number":
            fault = Fault(f"“{indicator.name}”不是数字指标，不能写公式。", "请把 type 改成 number 或 integer。")
            self._report("CALC-FORMULA", place, fault)
            return replace(indicator, broken=True)
        declared = None if indicator.key in self._unreadable else indicator.unit
        if indicator.spec.rollup.startswith("weighted"):
            fault = Fault(f"“{indicator.name}”既有公式又写了加权汇总。", "有公式的按公式重新计算，请去掉汇总办法。")
            self._report("CALC-ROLLUP", indicator.spec.at("rollup"), fault)
        formula = self._compiled(text, indicator.table, place, declared)
        if formula is None or declared is None:
            return replace(indicator, broken=True)
        return replace(indicator, formula=formula)

    def _rules(self, table: DataSpec) -> Iterator[Rule]:
        for spec in table.checks:
            if table.is_ledger:
                found, faults = condition(spec.rule, table)
                for one in faults:
                    weight = Severity.WARNING if one.doubtful else Severity.ERROR
                    self._report(one.code, spec.at("rule"), one.fault, weight)
                if found is not None:
                    yield Rule(table.name, spec, found)
                continue
            formula = self._compiled(spec.rule, table.name, spec.at("rule"), None)
            if formula is None:
                continue
            if formula.kind != "truth":
                fault = Fault(f"规则“{spec.rule}”不是一个条件。", "规则要有比较，如 消除风险户数 <= 监测对象户数。")
                self._report("CALC-FORMULA", spec.at("rule"), fault)
                continue
            yield Rule(table.name, spec, formula)

    def _compiled(self, text: str, table: str, place: Place, declared: Unit | None) -> Formula | None:
        try:
            node: Node = parse(text)
            return compiled(node, text.strip(), lambda reference: self._resolve(reference, table), declared)
        except ExpressionError as error:
            self._report("CALC-FORMULA", place, error.fault)
        except AlgebraError as error:
            for fault in error.faults:
                if fault.words and not self._is_out_of_reach(table):
                    self._report("CALC-UNKNOWN" if fault.unknown else "CALC-UNIT", place, fault)
        return None

    def _is_out_of_reach(self, table: str) -> bool:
        """Whether a formula stands in a shipped table while the county has tables of its own.

        One of these may have taken the place of a table that the formula names; nobody can mend a shipped file.
        """
        shipped = {name for name, spec in self._tables.items() if spec.file.startswith(SHIPPED)}
        return table in shipped and len(shipped) < len(self._tables)

    def _resolve(self, reference: Reference, own: str) -> Operand | Fault:
        """Find the indicator that a name in a formula of table `own` stands for."""
        table = self._plain.table_name(reference.table) if reference.table else own
        if table is None:
            if self._some_unread:
                return Fault("")
            advice = did_you_mean(reference.table, self._tables, "请检查表名。")
            return Fault(f"没有名为“{reference.table}”的指标表。", advice, unknown=True)
        find = self._plain.titled if reference.titled else self._plain.indicator
        found = find(reference.name, table)
        if found is None:
            return self._unknown(reference, table)
        if reference.base == "年初" and found.spec.measure == "flow":
            words = f"“{found.name}”是一段时间里发生的数（flow），没有年初数。"
            return Fault(words, "比较请用 上年同期 或 上年。")
        if found.key in self._unreadable or (found.broken and not found.spec.formula):
            return Fault("")
        return Operand(found.key, found.kind, found.unit)

    def _unknown(self, reference: Reference, table: str) -> Fault:
        words = f"没有名为“{reference.name}”的指标。"
        if reference.name in DAYS:
            words = f"“{reference.text}”只用在台账的条件里，如 条件: 开工日期 in 本期。"
            return Fault(words, "请改用指标或日期，如 2023-06-30。", unknown=True)
        if any(spec.name == reference.name for spec in self._tables[table].fields):
            if self._tables[table].is_ledger:
                advice = f"请在“指标”里给它写一个，如 {{指标: {reference.name}合计, 求和: {reference.name}}}。"
                return Fault(f"“{reference.name}”是台账的字段，不是指标。", advice, unknown=True)
            return Fault(f"“{reference.name}”是地区或期间列，不是指标。", "请换成指标名。", unknown=True)
        elsewhere = [] if reference.table else self._plain.named(reference.name)
        if elsewhere:
            advice = f"它在别的表里，请写成“{elsewhere[0].table}.{reference.name}”。"
        else:
            names = [indicator.name for indicator in self._plain.of_table(table)]
            advice = did_you_mean(reference.name, names, f"请先在指标表“{table}”里登记。")
        return Fault(words, advice, unknown=True)

    def _hiding(self) -> Mapping[Key, Indicator]:
        """The indicators; what is computed from something sensitive is sensitive too, at whatever remove."""
        while True:
            shown = [one for one in self._indicators.values() if not one.spec.sensitive]
            follows = [one for one in shown if one.formula and _hides(one.formula, self._indicators)]
            if not follows:
                return self._indicators
            for one in follows:
                spec = one.spec.model_copy(update={"sensitive": True})
                self._indicators[one.key] = replace(one, spec=spec)

    # --- cycles ---

    def _refuse_cycles(self) -> None:
        """Break and report every circle of formulas, and chains too long to follow."""
        while True:
            parts = {key: _same_period(indicator.formula) for key, indicator in self._indicators.items()}
            try:
                order = list(TopologicalSorter(parts).static_order())
                break
            except CycleError as error:
                circle: list[Key] = error.args[1]
                # graphlib lists each node before those that depend on it.
                self._refuse(circle[0], " → ".join(key[1] for key in reversed(circle)))
        depth: dict[Key, int] = {}
        for key in order:
            depth[key] = 1 + max((depth[part] for part in parts[key]), default=0)
            if depth[key] == DEEPEST_CHAIN + 1:
                fault = Fault(f"“{key[1]}”的公式一层套一层，超过{DEEPEST_CHAIN}层。", "请减少中间指标。")
                self._report("CALC-CYCLE", self._indicators[key].place, fault)

    def _refuse(self, key: Key, circle: str) -> None:
        indicator = self._indicators[key]
        fault = Fault(f"公式绕成了圈：{circle}。", "请把其中一个改为直接填报的指标。")
        self._report("CALC-CYCLE", indicator.place, fault)
        self._indicators[key] = replace(indicator, formula=None, broken=True)

    def _report(self, code: str, place: Place, fault: Fault, weight: Severity = Severity.ERROR) -> None:
        self._findings.append(Finding(code, weight, place, fault.words, fault.advice))


def _hides(formula: Formula, indicators: Mapping[Key, Indicator]) -> bool:
    return any(
        indicators[leaf.key].spec.sensitive
        if isinstance(leaf, Leaf)
        else leaf.how not in ("count", "rank") and _hides(leaf.inner, indicators)
        for leaf in formula.leaves
    )


def _rollup(table: DataSpec, spec: FieldSpec, unit: Unit) -> tuple[RollUp, Key | None]:
    """The roll-up as written, or the default: formulas again, counts and amounts summed, rates not at all."""
    if _kind(spec) != "number":
        return RollUp.NONE, None
    weight = spec.rollup.removeprefix("weighted(").removesuffix(")")
    if weight != spec.rollup and not spec.formula:
        names = [other.name for other in table.fields if _kind(other) == "number" and other.name != spec.name]
        return (RollUp.WEIGHTED, (table.name, weight)) if weight in names else (RollUp.NONE, None)
    if spec.formula and spec.rollup in ("", f"weighted({weight})"):
        return RollUp.FORMULA, None
    is_rate = unit.is_percent or any(power < 0 for _, power in unit.dimension)
    if spec.rollup in ("own", "none") or is_rate:
        return RollUp(spec.rollup) if spec.rollup in ("own", "none") else RollUp.NONE, None
    return RollUp.SUM, None


def _kind(spec: FieldSpec) -> Kind:
    if spec.role == "text" or spec.type == "string":
        return "text"
    kinds: dict[str, Kind] = {"date": "date", "boolean": "truth"}
    return kinds.get(spec.type, "number")


def _same_period(formula: Formula | None) -> set[Key]:
    """What a formula needs of its own period; base periods lie in the past and end by themselves."""
    keys: set[Key] = set()
    for leaf in formula.leaves if formula else ():
        match leaf:
            case Leaf(key=key, base="" | "目标", period=None):
                keys.add(key)
            case Over(inner=inner):
                keys |= _same_period(inner)
    return keys
