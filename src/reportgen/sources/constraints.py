"""What a field's constraints ask of its values, and which cells break them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from decimal import Decimal

from reportgen.errors import Severity
from reportgen.fact import Value
from reportgen.sources.cells import Reading
from reportgen.sources.problems import Problem, said
from reportgen.spec.model import FieldSpec


def broken_constraints(
    field: FieldSpec, found: Reading, names: Sequence[str], above: Container[int] = ()
) -> Iterator[Problem]:
    """Tell each cell that breaks a constraint; cells that could not be read are told already.

    `above` are the rows of areas whose own areas have rows too (the county's row among its townships): what such a
    row leaves blank is rolled up, so it is not required there.
    """
    limits = field.constraints
    told = {problem.index for problem in found.problems if problem.severity > Severity.NOTICE}
    if limits.required and found.why_missing:
        for index in sorted(found.why_missing):
            if index not in told and not (index in above and _rolls_up(field)):
                words = f"{names[index]}的“{field.name}”必须填，{found.why_missing[index]}。"
                yield Problem("DATA-REQUIRED", Severity.ERROR, index, words, "请补填。")
    if field.type == "integer" and field.role is None:
        yield from _fractions(field, found, names)
    if limits.minimum is not None or limits.maximum is not None:
        yield from _out_of_range(field, found, names)
    if limits.enum is not None or limits.pattern is not None:
        yield from _odd_words(field, found, names)
    if limits.unique:
        yield from _twins(field, found, names)


def _rolls_up(field: FieldSpec) -> bool:
    return field.role is None and field.type in ("number", "integer") and field.rollup not in ("own", "none")


def _fractions(field: FieldSpec, found: Reading, names: Sequence[str]) -> Iterator[Problem]:
    for index, value in enumerate(found.values):
        if isinstance(value, Decimal) and value != value.to_integral_value():
            words = f"{names[index]}的“{field.name}”是 {said(value, field.sensitive)}，应是整数。"
            yield Problem("DATA-NOT-INTEGER", Severity.ERROR, index, words, "请核对并改正。")


def _out_of_range(field: FieldSpec, found: Reading, names: Sequence[str]) -> Iterator[Problem]:
    least, most = field.constraints.minimum, field.constraints.maximum
    for index, value in enumerate(found.values):
        if not isinstance(value, Decimal):
            continue
        if least is not None and value < least:
            shown = said(value, field.sensitive)
            words = f"{names[index]}的“{field.name}”是 {shown}{field.unit}，低于下限 {least}{field.unit}。"
            yield Problem("DATA-RANGE", Severity.ERROR, index, words, "请核对并改正。")
        elif most is not None and value > most:
            shown = said(value, field.sensitive)
            words = f"{names[index]}的“{field.name}”是 {shown}{field.unit}，超过上限 {most}{field.unit}。"
            yield Problem("DATA-RANGE", Severity.ERROR, index, words, "请核对并改正。")


def _odd_words(field: FieldSpec, found: Reading, names: Sequence[str]) -> Iterator[Problem]:
    allowed, pattern = field.constraints.enum, field.constraints.pattern
    for index, value in enumerate(found.values):
        if value is None:
            continue
        text = f"{value:f}" if isinstance(value, Decimal) else str(value)
        shown = said(text, field.sensitive)
        if allowed is not None and text not in allowed:
            words = f"{names[index]}的“{field.name}”填的是“{shown}”，只能填：{'、'.join(allowed)}。"
            yield Problem("DATA-ENUM", Severity.ERROR, index, words, "请改为其中之一。")
        elif pattern is not None and not _matches(pattern, text):
            words = f"{names[index]}的“{field.name}”填的是“{shown}”，不合规定的格式。"
            yield Problem("DATA-ENUM", Severity.ERROR, index, words, f"格式是 {pattern}。")


def _matches(pattern: str, text: str) -> bool:
    try:
        return re.fullmatch(pattern, text) is not None
    except re.error:
        # A bad pattern is the spec's fault, told where the spec is read.
        return True


def _twins(field: FieldSpec, found: Reading, names: Sequence[str]) -> Iterator[Problem]:
    first: dict[Value, int] = {}
    for index, value in enumerate(found.values):
        if value is not None and (twin := first.setdefault(value, index)) != index:
            words = (
                f"{names[index]}的“{field.name}”与{names[twin]}的相同（{said(value, field.sensitive)}），应各不相同。"
            )
            yield Problem("DATA-DOUBLE-VALUE", Severity.ERROR, index, words, "请核对并改正。")
