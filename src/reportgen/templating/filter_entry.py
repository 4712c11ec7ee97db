"""What a filter is: one line of the table that the docs, the check of a template and the rendering share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from reportgen.fact import Fact
from reportgen.templating.pieces import TemplateError
from reportgen.templating.values import what_is

FORMAT, WORDING, CHOOSING, OWN = "格式", "表述", "选取", "计算"


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter.

    name       Chinese name; english: the other name
    kind       "格式" (prints a number another way), "表述" (words), "选取" (areas, lists), "计算"
    signature  how it is written, in Chinese: "保留(几位)"
    words      what it does, for the docs; example: how it reads in a template; result: what that prints
    function   called with the rendering's state, the value and the arguments
    fields     positions of arguments that name a field of the piped areas (0 is the first in brackets)
    condition  position of an argument that holds a condition on them; None where there is none
    """

    name: str
    english: str
    kind: str
    signature: str
    words: str
    function: Callable[..., object]
    example: str = ""
    result: str = ""
    fields: tuple[int, ...] = ()
    condition: int | None = None


def fact_of(value: object, name: str) -> Fact:
    """The fact that a filter needs; raises TemplateError for words, lists and bare numbers."""
    if isinstance(value, Fact):
        return value
    advice = "请把它放在数据项后面，如“{{ 监测对象户数|" + name + " }}”；已变成文字的内容不能再接它。"
    raise TemplateError("TPL-FLATTENS", f"“{name}”要用在数据项上，这里是{what_is(value)}。", advice)


def number_of(value: object, name: str) -> Fact:
    """The fact that a filter needs, with a number in it (or missing)."""
    fact = fact_of(value, name)
    if fact.value is None or isinstance(fact.value, Decimal):
        return fact
    raise TemplateError("TPL-FLATTENS", f"“{name}”要用在数上，“{fact.name}”不是数。", "")
