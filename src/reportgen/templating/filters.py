"""All filters and tests a template has: one table, from which docs, check and rendering are made."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.fact import Fact
from reportgen.templating import (
    counts_beside,
    filters_choosing,
    filters_format,
    filters_listing,
    filters_own,
    filters_wording,
    optional,
)
from reportgen.templating.filter_entry import Filter

FILTERS: tuple[Filter, ...] = (
    *filters_format.FILTERS,
    *filters_wording.FILTERS,
    *filters_listing.FILTERS,
    *filters_choosing.FILTERS,
    *filters_own.FILTERS,
)

FILTERS_BY_NAME: dict[str, Filter] = {
    **{entry.name: entry for entry in FILTERS},
    **{entry.english: entry for entry in FILTERS},
    **{entry.name: entry for entry in (*optional.INNER, *counts_beside.INNER)},
}


def has_value(value: object) -> bool:
    """Whether a fact has a value; anything else has one."""
    return not (isinstance(value, Fact) and value.is_missing) and value is not None


TESTS: dict[str, Callable[..., bool]] = {
    "有数": has_value,
    "缺数": lambda value: not has_value(value),
    "none": lambda value: value is None,
    "odd": lambda value: int(value) % 2 == 1,
    "even": lambda value: int(value) % 2 == 0,
}
