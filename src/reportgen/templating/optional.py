"""Clauses that go when their numbers are missing: 可略, 列举, first years; and the punctuation they leave behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.document import Run
from reportgen.templating.filter_entry import Filter
from reportgen.templating.pieces import Dropped, Gap, Omitted, Piece, Pieces, Text

if TYPE_CHECKING:
    from reportgen.templating.state import State

_STRENGTH = {"、": 1, "，": 2, ",": 2, "；": 3, ";": 3, "：": 2}
_STOPS = "。！？"
_BRACKETS = {"（": "）", "(": ")", "“": "”", "《": "》", "【": "】", "‘": "’"}
_OPENING = "".join(_BRACKETS)
_CLOSING = "".join(_BRACKETS.values())
_MARKUP = re.compile(r"\*\*|^\s*#{1,4}\s*", re.MULTILINE)
_CLAUSE_START = re.compile(r"[。！？；：，、,;（(“\n]|\*\*|^\s*#{1,4}\s*", re.MULTILINE)
_CLAUSE_END = re.compile(r"[。！？；，、,;）)”\n]|\*\*")
_DELIMITERS = ("、", "；", "，", ";", ",")


# --- the inner filters of 可略 and 列举 ---


def optional(_state: State, value: object, or_zero: object = False) -> object:
    """可略: the clause, or nothing where a number in it is missing (or, as asked, zero)."""
    assert isinstance(value, Pieces)
    if any(isinstance(piece, Gap | Dropped) for piece in value) or (or_zero and any(map(_is_zero, value))):
        return Omitted(_ending(value))
    return value


def listing(state: State, value: object) -> object:
    """列举: a list without its empty and zero items; where none is left, the clause around it goes."""
    assert isinstance(value, Pieces)
    sign = next((sign for sign in _DELIMITERS if any(isinstance(p, Text) and sign in p for p in value)), "、")
    kept = [item for item in _items(value, sign) if not _is_empty(item)]
    if not kept:
        return Dropped(state.place())
    pieces: list[object] = []
    for item in kept:
        if pieces:
            pieces.append(Run(sign, typed=True))
        pieces += item
    return Pieces(pieces)


def _items(pieces: Iterable[object], sign: str) -> list[list[object]]:
    items: list[list[object]] = [[]]
    for piece in pieces:
        if not isinstance(piece, Text):
            items[-1].append(piece)
            continue
        start = 0
        for match in re.finditer(re.escape(sign), piece):
            items[-1].append(piece.part(start, match.start()))
            items.append([])
            start = match.end()
        items[-1].append(piece.part(start))
    return items


def _is_empty(item: Sequence[object]) -> bool:
    """An item is empty where every number in it is missing or zero, or where it says nothing."""
    numbers = [piece for piece in item if isinstance(piece, Gap | Dropped | Omitted) or _has_number(piece)]
    if numbers:
        return all(isinstance(piece, Gap | Dropped | Omitted) or _is_zero(piece) for piece in numbers)
    values = [piece for piece in item if isinstance(piece, Run)]
    return all(not run.text.strip() for run in values)


def _has_number(piece: object) -> bool:
    return isinstance(piece, Run) and any(isinstance(fact.value, Decimal) for fact in piece.facts)


def _is_zero(piece: object) -> bool:
    return isinstance(piece, Run) and any(isinstance(fact.value, Decimal) and fact.value == 0 for fact in piece.facts)


def _ending(pieces: Sequence[object]) -> str:
    for piece in reversed(pieces):
        text = piece.text if isinstance(piece, Run) else str(piece) if isinstance(piece, Text) else ""
        if text.strip():
            return text.strip()[-1]
    return ""


INNER: tuple[Filter, ...] = (
    Filter("可略 ", "", "", "", "", optional),
    Filter("列举 ", "", "", "", "", listing),
)


# --- settling a stream ---


def settled(pieces: Sequence[Piece]) -> list[Piece]:
    """Take dropped clauses out of a stream and mend the punctuation wherever one is gone."""
    stream: list[Piece] = list(pieces)
    at = 0
    while at < len(stream):
        at = _drop_clause(stream, at) if isinstance(stream[at], Dropped) else at + 1
    at = 0
    while at < len(stream):
        gap = stream[at]
        if isinstance(gap, Omitted):
            del stream[at]
            _mend(stream, at, gap.ending)
        else:
            at += 1
    return stream


def _drop_clause(stream: list[Piece], at: int) -> int:
    """Remove the clause around `stream[at]`, from the sign before it to the sign behind it; markup stays.

    Gives the position of what stands there instead.
    """
    first = at
    while first > 0:
        piece = stream[first - 1]
        if isinstance(piece, Text):
            starts = list(_CLAUSE_START.finditer(piece))
            if starts:
                stream[first - 1] = piece.part(0, starts[-1].end())
                break
        elif isinstance(piece, Omitted):
            break
        first -= 1
    last = at + 1
    while last < len(stream):
        piece = stream[last]
        if isinstance(piece, Text):
            end = _CLAUSE_END.search(piece)
            if end:
                stream[last] = piece.part(end.start())
                break
        elif isinstance(piece, Omitted):
            break
        last += 1
    stream[first:last] = [Omitted()]
    return first


def _mend(stream: list[Piece], at: int, ending: str) -> None:
    """Mend the punctuation at the seam before `stream[at]`; only the template's own signs are touched."""
    for _ in range(4):
        left, right = _left_sign(stream, at), _right_sign(stream, at)
        if right == "" or right == "\n":
            if left in _STRENGTH:
                _replace_left(stream, at, "。" if ending in _STOPS and ending else "")
            return
        if right in _STRENGTH or right in _STOPS:
            if left == "\n" or left in _STOPS:
                _remove_right(stream, at)
            elif left in _STRENGTH and (right in _STOPS or _STRENGTH[left] <= _STRENGTH[right]):
                _replace_left(stream, at, "")
                return
            elif left in _STRENGTH or (left in _OPENING and right in _STRENGTH):
                _remove_right(stream, at)
            else:
                return
        elif right in _CLOSING:
            if left in _STRENGTH:
                _replace_left(stream, at, "")
            elif _BRACKETS.get(left) == right:
                _replace_left(stream, at, "")
                _remove_right(stream, at)
            else:
                return
        else:
            return


def _left_sign(stream: Sequence[Piece], at: int) -> str:
    """The sign before the seam; a new line where only markup stands before it; "?" for what is no punctuation."""
    for position in range(at - 1, -1, -1):
        piece = stream[position]
        if isinstance(piece, Omitted):
            continue
        if not isinstance(piece, Text):
            return "?"
        line = piece[piece.rfind("\n") + 1 :]
        bare = _MARKUP.sub("", line).strip()
        if bare:
            return bare[-1]
        if "\n" in piece:
            return "\n"
    return "\n"


def _right_sign(stream: Sequence[Piece], at: int) -> str:
    for position in range(at, len(stream)):
        piece = stream[position]
        if isinstance(piece, Omitted):
            continue
        if not isinstance(piece, Text):
            return "?"
        bare = piece.replace("**", "").lstrip(" \t\u3000")
        if bare:
            return bare[0]
    return ""


def _replace_left(stream: list[Piece], at: int, by: str) -> None:
    """Put `by` in the place of the last sign before the seam."""
    for position in range(at - 1, -1, -1):
        piece = stream[position]
        if not isinstance(piece, Text):
            continue
        match = re.search(r"([^\s*])((?:\*\*|\s)*)$", piece)
        if match:
            stream[position] = Text.at(piece[: match.start()] + by + match[2], piece.place)
            return


def _remove_right(stream: list[Piece], at: int) -> None:
    for position in range(at, len(stream)):
        piece = stream[position]
        if not isinstance(piece, Text):
            continue
        match = re.match(r"((?:\*\*|[ \t\u3000])*)([^\s*])", piece)
        if match:
            stream[position] = Text.at(match[1] + piece[match.end() :], piece.place)
            return
