"""Areas of a list and their values: what is chosen, by which field it is ordered, and which facts that used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cmp_to_key
from typing import TYPE_CHECKING

from reportgen.fact import Fact
from reportgen.templating.pieces import Pieces, TemplateError
from reportgen.templating.values import folded, title_of, undefined, what_is

if TYPE_CHECKING:
    from reportgen.templating.state import State

_ORDERS = {"降序": False, "升序": True, "desc": False, "asc": True}


Pair = tuple[Mapping[str, object], Fact]


class Chosen(tuple[object, ...]):
    """Areas or items that a filter chose or ordered.

    key        the field they are ordered by; ascending: the way
    how        what was chosen, in words: "支出率 >= 50"
    facts      the facts that the choice looked at
    """

    key: str = ""
    ascending: bool = False
    how: str = ""
    facts: tuple[Fact, ...] = ()

    @classmethod
    def of(cls, items: Iterable[object], before: object, **changes: object) -> Chosen:
        """Items chosen from `before`, which hands on what it knows."""
        made = cls(items)
        if isinstance(before, Chosen):
            made.__dict__.update(before.__dict__)
        made.__dict__.update(changes)
        return made


def areas_of(value: object, name: str) -> tuple[Mapping[str, object], ...]:
    """The areas that a filter is piped; raises TemplateError for anything else."""
    if not isinstance(value, tuple | list) or isinstance(value, Pieces):
        raise TemplateError(
            "TPL-FLATTENS", f"“{name}”要用在一组地区上，这里是{what_is(value)}。", "如 {{ 下级|" + name + " }}。"
        )
    for item in value:
        if not isinstance(item, Mapping):
            raise TemplateError("TPL-FLATTENS", f"“{name}”要用在一组地区上，其中有{what_is(item)}。", "")
    return tuple(value)


def field_of(area: object, name: str) -> object:
    """A field of an area by its name."""
    key = folded(name)
    if not isinstance(area, Mapping):
        raise TemplateError("TPL-FLATTENS", f"{what_is(area)}没有指标“{name}”。", "")
    if key not in area:
        raise undefined(name, (str(known) for known in area), title_of(area))
    return area[key]


def field_fact(area: object, name: str) -> Fact:
    """A field of an area that is a number."""
    found = field_of(area, name)
    if isinstance(found, Fact):
        return found
    raise TemplateError("TPL-FLATTENS", f"“{name}”不是数据项，不能排序或比较。", "")


def order_of(order: object) -> bool:
    """Whether the order asked for is ascending."""
    if isinstance(order, str) and order in _ORDERS:
        return _ORDERS[order]
    raise TemplateError("TPL-ARGUMENT", "顺序应写“升序”或“降序”。", "")


def ranked_facts(state: State, areas: Iterable[Mapping[str, object]], name: str, ascending: bool = False) -> list[Pair]:
    """Areas with their facts, the best first, equal ones as printed; those without a value stay out, with a notice."""
    pairs = [(area, field_fact(area, name)) for area in areas]
    state.spend(len(pairs))
    there = [pair for pair in pairs if not pair[1].is_missing]
    if len(there) < len(pairs):
        tell_unranked(state, [title_of(area) for area, fact in pairs if fact.is_missing], name)
    return _sorted(there, ascending)


def tell_unranked(state: State, areas: Iterable[str], name: str) -> None:
    """Say which areas are left out of a ranking because they have no value."""
    state.tell_once("TPL-SKIPPED", f"{'、'.join(areas)}没有“{name}”，不参加排名。")


def standing(state: State, value: object, row: Sequence[object]) -> Sequence[object]:
    """The items that may take a place: of areas that a field orders, those with a value; a notice tells the rest."""
    if not isinstance(value, Chosen) or not value.key:
        return row
    gone = [area for area in row if field_fact(area, value.key).is_missing]
    if not gone:
        return row
    tell_unranked(state, [title_of(area) for area in gone], value.key)
    return [area for area in row if not field_fact(area, value.key).is_missing]


def tell_cut_tie(state: State, value: object, last: object, next_one: object, asked: str) -> None:
    """Say that a cut falls between two areas that share a place."""
    if isinstance(value, Chosen) and value.key and field_fact(last, value.key) == field_fact(next_one, value.key):
        words = f"按“{value.key}”排，{title_of(last)}和{title_of(next_one)}并列，“{asked}”只取了其中一个。"
        state.tell_once("TPL-TIED", words, "要一并列出并列的，请用“前几名”。")


def ordered(areas: Iterable[Mapping[str, object]], name: str, ascending: bool = False) -> list[Mapping[str, object]]:
    """Areas by a field, missing values last, equal ones as printed."""
    pairs = [(area, field_fact(area, name)) for area in areas]
    there = _sorted([pair for pair in pairs if not pair[1].is_missing], ascending)
    return [area for area, _ in there] + [area for area, fact in pairs if fact.is_missing]


def _sorted(pairs: list[Pair], ascending: bool) -> list[Pair]:
    def compared(left: Pair, right: Pair) -> int:
        if left[1] == right[1]:
            return 0
        return -1 if (left[1] < right[1]) is ascending else 1

    return sorted(pairs, key=cmp_to_key(compared))
