"""What a rendering is given: the names a template sees, the way to other facts, and the policies of the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reportgen.document import Table
from reportgen.fact import Fact, Listing, Lookup
from reportgen.period import Period

ITEM = "[]"
CALL = "()"


def _never(_: Fact) -> bool:
    return False


def _nothing(_: object) -> Listing | None:
    return None


@dataclass(frozen=True, slots=True)
class Scope:
    """One report's values for a template.

    names      name → Fact, str, int, Decimal, date, mapping (area, base period, table), tuple of mappings, callable;
               names are folded by NFKC
    lookup     gives facts by indicator, area and period; base facts are found through it
    siblings   gives the areas of one rank with an area, itself among them, in print order
    period     the report's period
    missing    policy for missing values that are printed: "stop", "mark" or "dash"
    numbering  "restart" or "continuous": whether （一） counts on across chapters
    tables     tables that 表("…") may place, by name
    placed     tables that stand before the text, in parts of the document of their own: its own are numbered on
    told       whether the fault behind a missing fact has a finding of its own, and needs no second one
    literals   numbers typed on purpose, with the reason
    listing    gives the records behind a figure of a ledger, or of a whole ledger; None for anything else
    """

    names: Mapping[str, object]
    lookup: Lookup
    siblings: Callable[[str], tuple[str, ...]]
    period: Period
    missing: str = "stop"
    numbering: str = "restart"
    tables: Mapping[str, Table] = field(default_factory=dict)
    placed: int = 0
    told: Callable[[Fact], bool] = _never
    literals: Mapping[str, str] = field(default_factory=dict)
    listing: Callable[[object], Listing | None] = _nothing
