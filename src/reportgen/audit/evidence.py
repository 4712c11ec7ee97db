"""Facts to evidence: the tree of facts behind a printed number, laid out flat, each piece once."""

from __future__ import annotations

from collections.abc import Hashable

from reportgen.audit.proof import Calculation, Evidence, Source
from reportgen.fact import CellOrigin, Fact, FormulaOrigin, PathOrigin, RollUpOrigin, RowsOrigin
from reportgen.quantity.identifiers import without_identifiers


class EvidenceBook:
    """Gives each fact its key, and equal facts the same one, whatever they look like in print.

    One book may serve many documents, whose numbers then share their evidence.
    """

    def __init__(self) -> None:
        self._evidence: list[Evidence] = []
        self._by_content: dict[Hashable, int] = {}
        # The facts stay referenced, for as long as they are known by identity.
        self._by_identity: dict[int, tuple[Fact, int]] = {}

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All evidence so far, by key."""
        return tuple(self._evidence)

    def forget(self) -> None:
        """Let go of the facts themselves, between one document and the next; their evidence stays."""
        self._by_identity.clear()

    def key(self, fact: Fact) -> int:
        """Give the key of `fact`, entering it, and its parts before it, where they are new.

        Walks with a stack of its own: a template that adds up in a loop makes trees deeper than Python's. The parts of
        a roll-up may be made anew each time they are asked for, so they are asked for once.
        """
        stack = [(fact, _parts(fact))]
        while stack:
            top, parts = stack[-1]
            if id(top) in self._by_identity:
                stack.pop()
                continue
            waiting = [part for part in parts if id(part) not in self._by_identity]
            if waiting:
                stack.extend((part, _parts(part)) for part in reversed(waiting))
            else:
                stack.pop()
                keys = tuple(self._by_identity[id(part)][1] for part in parts)
                self._by_identity[id(top)] = (top, self._enter(top, keys))
        return self._by_identity[id(fact)][1]

    def _enter(self, fact: Fact, parts: tuple[int, ...]) -> int:
        origin = _origin(fact, parts)
        value = None if fact.sensitive else fact.value
        if isinstance(value, str):
            value = without_identifiers(value)
        content = (
            (fact.indicator, fact.title, fact.area, fact.period, type(value), value, fact.unit),
            (origin, fact.qualifier, fact.missing, fact.target, fact.sensitive),
        )
        known = self._by_content.get(content)
        if known is not None:
            return known
        key = len(self._evidence) + 1
        self._evidence.append(
            Evidence(
                key=key,
                indicator=fact.indicator,
                title=fact.title,
                area=fact.area,
                period=str(fact.period) if fact.period else "",
                value=value,
                unit=fact.unit,
                origin=origin,
                qualifier=fact.qualifier,
                missing=without_identifiers(fact.missing),
                target=fact.target,
                sensitive=fact.sensitive,
            )
        )
        self._by_content[content] = key
        return key


def _origin(fact: Fact, parts: tuple[int, ...]) -> Source | Calculation:
    match fact.origin:
        case CellOrigin(place, as_of, source, reported_by, typed):
            shown = "" if fact.sensitive else without_identifiers(typed)
            said, by = without_identifiers(source), without_identifiers(reported_by)
            return Source(place, as_of=as_of, source=said, reported_by=by, typed=shown)
        case RowsOrigin(place, rows, how, turned, as_of):
            return Source(place, rows=rows, how=without_identifiers(how), turned=turned, as_of=as_of)
        case PathOrigin(path):
            return Source(path=path)
        case FormulaOrigin(formula, _, place):
            return Calculation(without_identifiers(formula), parts, place=place)
        case RollUpOrigin(how, _, skipped):
            return Calculation(without_identifiers(how), parts, rolled_up=True, skipped=skipped)


def _parts(fact: Fact) -> tuple[Fact, ...]:
    return tuple(fact.origin.parts) if isinstance(fact.origin, FormulaOrigin | RollUpOrigin) else ()
