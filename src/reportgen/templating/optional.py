"""Clauses that go when their numbers are missing: 可略, 列举, first years; and the punctuation they leave behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.document import Run
from reportgen.templating.filter_entry import Filter
from reportgen.templating.headings import typed_items, typed_number
from reportgen.templating.pieces import Dropped, Gap, Omitted, Ordinal, Piece, Pieces, Placed, Text

if TYPE_CHECKING:
    from reportgen.templating.state import State

_STRENGTH = {"、": 1, "，": 2, ",": 2, "；": 3, ";": 3, "：": 2}
_STOPS = "。！？"
_BARE_LEAD = re.compile(r"\s*\*\*[^*\n]+\*\*\s*")
_SIGNS = _STOPS + "".join(_STRENGTH)
_BRACKETS = {"（": "）", "(": ")", "“": "”", "《": "》", "【": "】", "‘": "’"}
_OPENING = "".join(_BRACKETS)
_CLOSING = "".join(_BRACKETS.values())
_BOLD = re.compile(r"(?<!\*)\*\*(?!\*)")
_MARK = re.compile(r"\A\s*[#＃]+(?:[ \t\u3000]+|(?![0-9A-Za-z#＃]))")
_VALUE, _ORDINAL, _SEAM = "\0", "\1", "\2"
"""What stands in a line's signs for a number or other data, for 一是, and for a clause that is already gone."""
_BARE_LEAD = re.compile(r"[ \t\u3000]*\*\*[^*\n]+\*\*[ \t\u3000]*")
_CLAUSE_START = re.compile(rf"[{_SIGNS}{re.escape(_OPENING)}{_SEAM}]|\*\*|{_MARK.pattern}")
_CLAUSE_END = re.compile(rf"[{_SIGNS}{re.escape(_CLOSING)}{_SEAM}]|\*\*")
_DELIMITERS = ("；", ";", "、", "，", ",")
_AND = r"(?:以及|(?<![共总温饱缓])和(?![平谐解睦])|(?<![涉普以波])及(?![时格其])|(?<![参给赠])与(?![会此]))"
"""和, 及, 以及, 与 between two items; the look-arounds are words that only hold the sign: 和平, 涉及, 参与."""
_AND_SO_ON = re.compile(r"(?<![平同中高初上优劣均相不一二三特头对])等(?![级待于同次额])")
_INTRODUCES = re.compile(r"(?:其中|包括|包含|分别|主要|如下|含|即|有|是|为|如)$")
"""A clause before ： that says nothing once there is nothing behind it."""


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
    before, pieces, behind = _outer_signs(value)
    sign = next((sign for sign in _DELIMITERS if any(isinstance(p, Text) and sign in p for p in pieces)), "、")
    items, marks = _items(pieces, sign)
    so_on = _cut_so_on(items)
    kept = _kept(items)
    if not kept:
        # The list's own signs stay outside: the clause that goes ends at them.
        return Pieces([*before, Dropped(state.place()), *behind]) if before or behind else Dropped(state.place())
    made: list[object] = [*before]
    for number, item in enumerate(kept):
        if number:
            # Before the last item stands the template's own 和, whichever item is the last now.
            last = number == len(kept) - 1
            made.append(Run(marks[-1] if last else sign, typed=True))
        made += item
    # A loop leaves its 、 behind the last item, where the sentence has its own sign.
    return Pieces([*made, *so_on, *behind, *([Omitted()] if behind else [])])


def _outer_signs(pieces: Sequence[object]) -> tuple[list[object], list[object], list[object]]:
    """Part a list from the signs at its two ends, which divide it from what stands around it."""
    inner = list(pieces)
    before: list[object] = []
    behind: list[object] = []
    if inner and isinstance(first := inner[0], Text) and (match := re.match(rf"\s*[{_SIGNS}]+", first)):
        before, inner[0] = [first.part(0, match.end())], first.part(match.end())
    if inner and isinstance(last := inner[-1], Text) and (match := re.search(rf"[{_SIGNS}]+\s*$", last)):
        behind, inner[-1] = [last.part(match.start())], last.part(0, match.start())
    return before, inner, behind


def _items(pieces: Sequence[object], sign: str) -> tuple[list[list[object]], list[str]]:
    """Cut a list at its sign and at the 和 between two numbers; give the items and what stood between them."""
    delimiter = re.compile(rf"[、，,；;]?{_AND}|{re.escape(sign)}")
    items: list[list[object]] = [[]]
    marks: list[str] = []
    for index, piece in enumerate(pieces):
        if not isinstance(piece, Text):
            items[-1].append(piece)
            continue
        start = 0
        is_last = index + 1 == len(pieces) or isinstance(pieces[index + 1], Text)
        for match in delimiter.finditer(piece):
            mark = match[0]
            between = piece[start : match.start()] + piece[match.end() :]
            joins = not is_last and _has_value(items[-1]) and not re.search(rf"[{_SIGNS}（(]", between)
            if mark != sign and not joins:
                if not mark.startswith(sign):
                    continue
                mark = sign
            items[-1].append(piece.part(start, match.start()))
            items.append([])
            marks.append(mark)
            start = match.start() + len(mark)
        items[-1].append(piece.part(start))
    return items, marks


def _cut_so_on(items: list[list[object]]) -> list[object]:
    """Take 等 and what follows it off the last item: it belongs to the whole list."""
    last = items[-1]
    for index, piece in enumerate(last):
        match = _AND_SO_ON.search(piece) if isinstance(piece, Text) and _has_value(last[:index]) else None
        if match and isinstance(piece, Text) and not re.search(rf"[{_SIGNS}]", piece[: match.start()]):
            items[-1] = [*last[:index], piece.part(0, match.start())]
            return [piece.part(match.start()), *last[index + 1 :]]
    return []


def _kept(items: Sequence[list[object]]) -> list[list[object]]:
    """The items that say something; words without a number share that of the next item (危房、旱厕3处)."""
    said = [item for item in items if not all(isinstance(piece, Text) and not piece.strip() for piece in item)]
    if not any(_has_value(item) for item in said):
        return said
    kept: list[list[object]] = []
    waiting: list[list[object]] = []
    for item in said:
        waiting.append(item)
        if _has_value(item):
            kept += [] if _is_empty(item) else waiting
            waiting = []
    return kept + waiting if kept else []


def _has_value(item: Sequence[object]) -> bool:
    return any(not isinstance(piece, Text) for piece in item)


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
    """Whether a run prints nothing but zeros; a comparison with a zero of last year is none."""
    values = [fact.value for fact in piece.facts] if isinstance(piece, Run) else []
    numbers = [value for value in values if isinstance(value, Decimal)]
    return bool(numbers) and not any(numbers)


def _ending(pieces: Sequence[object]) -> str:
    """The sign that a clause takes along and that may have to be set again: a full stop, or one of a pair （，…，）."""
    text = ""
    for piece in pieces:
        match piece:
            case Text():
                text += _BOLD.sub("", piece)
            case Run():
                text += piece.text
            case Omitted():
                text += piece.ending
            case _:
                text += _VALUE
    text = text.strip()
    if text and (text[-1] in _STOPS or (text[-1] in "、，,；;" and text[0] in _SIGNS + _OPENING)):
        return text[-1]
    return ""


INNER: tuple[Filter, ...] = (
    Filter("可略 ", "", "", "", "", optional),
    Filter("列举 ", "", "", "", "", listing),
)


# --- settling a stream ---

_CLAUSE = Omitted()
"""Stands where a whole clause went, known by identity; behind a colon nothing of its sentence is left then."""


def settled(pieces: Sequence[Piece]) -> list[Piece]:
    """Take dropped clauses out of a stream and mend the punctuation wherever one is gone."""
    stream: list[Piece] = list(pieces)
    for at in range(len(stream)):
        if isinstance(stream[at], Dropped):
            _drop_clause(stream, at)
    at = 0
    while at < len(stream):
        gap = stream[at]
        if isinstance(gap, Omitted):
            del stream[at]
            _mend(stream, at, gap.ending, gap is _CLAUSE)
            _drop_bare_lead(stream, at)
        else:
            at += 1
    return stream


def _drop_bare_lead(stream: list[Piece], at: int) -> None:
    """Remove the bold lead (题句) of a line that has nothing else left: what led to nothing says nothing."""
    left, right = _signs(stream, at, -1, markup=True), _signs(stream, at, 1, markup=True)
    rest = _text(right).replace(_SEAM, "").replace("**", "").strip()
    if rest not in ("", *_STOPS) or not _BARE_LEAD.fullmatch(_text(left).replace(_SEAM, "")):
        return
    if not any(isinstance(stream[sign.at], Gap | Dropped) for sign in left):
        _cut(stream, [*left, *right])


@dataclass(frozen=True, slots=True)
class _Sign:
    """One sign of a line: the piece it stands in, and where; None for a piece that is a sign itself."""

    at: int
    offset: int | None
    sign: str


def _signs(stream: Sequence[Piece], at: int, step: int, markup: bool) -> list[_Sign]:
    """The signs from a seam to the end of its line (step 1) or back to its beginning (-1), in reading order."""
    found: list[list[_Sign]] = []
    position = at if step > 0 else at - 1
    ended = False
    while 0 <= position < len(stream) and not ended:
        piece = stream[position]
        here: list[_Sign] = []
        match piece:
            case Text():
                start, end = (0, piece.find("\n")) if step > 0 else (piece.rfind("\n") + 1, -1)
                ended = "\n" in piece
                hidden = {i for m in _BOLD.finditer(piece) for i in range(*m.span())} if not markup else set()
                stretch = range(start, end if end >= 0 else len(piece))
                here = [_Sign(position, i, piece[i]) for i in stretch if i not in hidden]
            case Run():
                # The sign between two items of a list is a run of its own.
                own = piece.text if piece.typed and len(piece.text) == 1 else _VALUE
                here = [_Sign(position, None, own)] if piece.text or piece.facts else []
            case Omitted():
                here = [_Sign(position, None, _SEAM)] if markup else []
            case _:
                here = [_Sign(position, None, _ORDINAL if isinstance(piece, Ordinal) else _VALUE)]
        found.append(here)
        position += step
    return [sign for here in (found if step > 0 else reversed(found)) for sign in here]


def _text(signs: Sequence[_Sign]) -> str:
    return "".join(sign.sign for sign in signs)


def _cut(stream: list[Piece], signs: Sequence[_Sign]) -> None:
    """Take signs out; the pieces stay in number, so that positions hold."""
    for at in {sign.at for sign in signs}:
        piece = stream[at]
        if isinstance(piece, Text):
            gone = {sign.offset for sign in signs if sign.at == at}
            text = "".join(char for i, char in enumerate(piece) if i not in gone)
            # Bold with nothing in it would be read as stars.
            stream[at] = Text.at(re.sub(r"(?<!\*)\*{4}(?!\*)", "", text), piece.place)
        else:
            stream[at] = Run("")


def _drop_clause(stream: list[Piece], at: int) -> None:
    """Remove the clause around `stream[at]`, from the sign before it to the sign behind it; markup stays."""
    left, right = _signs(stream, at, -1, markup=True), _signs(stream, at + 1, 1, markup=True)
    text = _without_brackets(_text(left) + _VALUE + _text(right), len(left))
    starts = [match.end() for match in _CLAUSE_START.finditer(text[: len(left)])]
    end = _CLAUSE_END.search(text, len(left) + 1)
    behind = right[: end.start() - len(left) - 1] if end else right
    _cut(stream, [*left[starts[-1] if starts else 0 :], *behind])
    stream[at] = _CLAUSE


def _without_brackets(text: str, at: int) -> str:
    """Blank what stands in brackets that are opened and closed on the same side: it goes with its clause."""
    signs, opened = list(text), []
    for i, sign in enumerate(text):
        if sign in _BRACKETS:
            opened.append(i)
        elif sign in _CLOSING and opened and _BRACKETS[text[opened[-1]]] == sign:
            start = opened.pop()
            if not start < at < i:
                signs[start : i + 1] = _VALUE * (i + 1 - start)
    return "".join(signs)


# --- mending a seam ---


@dataclass(frozen=True, slots=True)
class _Seam:
    """What stands to the left and to the right of a seam in its line, without markup and blanks."""

    left: list[_Sign]
    right: list[_Sign]
    heading: bool
    bold: bool

    @property
    def before(self) -> str:
        """The sign before the seam; "" at the beginning of a line."""
        return self.left[-1].sign if self.left else ""

    @property
    def behind(self) -> str:
        """The sign behind the seam; "" at the end of a line."""
        return self.right[0].sign if self.right else ""

    @property
    def ends(self) -> bool:
        """Whether nothing of the sentence, or of the bracket, follows."""
        return not self.right or self.behind in _STOPS + _CLOSING


def _seam(stream: Sequence[Piece], at: int) -> _Seam:
    left, right = _signs(stream, at, -1, markup=False), _signs(stream, at, 1, markup=False)
    mark = _MARK.match(_text(left))
    left = [sign for sign in left[mark.end() if mark else 0 :] if not sign.sign.isspace()]
    right = [sign for sign in right if not sign.sign.isspace()]
    bold = _text(_signs(stream, at, -1, markup=True)).lstrip().startswith("**")
    return _Seam(left, right, mark is not None, bold)


def _mend(stream: list[Piece], at: int, ending: str, whole: bool) -> None:
    """Mend the punctuation at the seam before `stream[at]`; only the template's own signs are touched."""
    while excess := _bare_lead(stream, at) or _excess(_seam(stream, at), ending, whole):
        _cut(stream, excess)
    seam = _seam(stream, at)
    before, behind = seam.before, seam.behind
    if not ending or not before or before in _STOPS + _OPENING or (behind and behind in _SIGNS):
        return
    if _numbered(seam) or _item(seam) or (seam.heading and seam.ends and not re.search("[。！？]", _text(seam.left))):
        return
    if before in _STRENGTH:
        if ending in _STOPS:
            _cut(stream, seam.left[-1:])
            _insert(stream, at, ending)
    elif ending in _STOPS or not seam.ends:
        _insert(stream, at, ending)


def _bare_lead(stream: Sequence[Piece], at: int) -> list[_Sign]:
    """The bold lead (题句) of a line that has nothing else left at the seam; what led to nothing says nothing."""
    left = [sign for sign in _signs(stream, at, -1, markup=True) if sign.sign != _SEAM]
    right = _seam(stream, at).right
    if not _BARE_LEAD.fullmatch(_text(left)) or _text(right) not in ("", *_STOPS):
        return []
    lost = any(isinstance(stream[sign.at], Gap | Placed) for sign in left)
    return [] if lost else [*left, *right]


def _insert(stream: list[Piece], at: int, sign: str) -> None:
    """Set a sign at the seam, inside the text before it where there is some."""
    piece = stream[at - 1]
    if isinstance(piece, Text):
        stream[at - 1] = Text.at(piece + sign, piece.place)
    else:
        stream.insert(at, Run(sign, typed=True))


def _excess(seam: _Seam, ending: str, whole: bool) -> list[_Sign]:
    """What is too much at a seam, one step at a time; nothing where it is right."""
    left, right, before, behind = seam.left, seam.right, seam.before, seam.behind
    is_sign = bool(behind) and behind in _SIGNS
    if _numbered(seam):
        return left if not right else right[:1] if is_sign else []
    if not before or before in _STOPS + _OPENING:
        if is_sign:
            return right[:1]
        return [left[-1], right[0]] if before and _BRACKETS.get(before) == behind else []
    if before == "：":
        return _colon(seam, ending, whole)
    if item := _item(seam):
        follows = right[1:] if is_sign else right
        ends = seam.ends or behind in "；;" or _begins_item(follows)
        return item if ends else right[:1] if is_sign else []
    if before in _STRENGTH:
        if seam.ends or (is_sign and behind != "：" and _STRENGTH[before] <= _STRENGTH[behind]):
            return left[-1:]
        return right[:1] if is_sign else []
    return []


def _numbered(seam: _Seam) -> bool:
    """Whether a typed heading number is all that stands before the seam."""
    typed = typed_number(_text(seam.left))
    return typed is not None and len(typed.text) == len(seam.left)


def _item(seam: _Seam) -> list[_Sign]:
    """一是, where it is all that stands in its clause before the seam."""
    if seam.before == _ORDINAL:
        return seam.left[-1:]
    text = _text(seam.left)
    *_, offset = (-1, *(offset for offset, _ in typed_items(text)))
    return seam.left[offset:] if offset >= 0 and text.find("是", offset) == len(text) - 1 else []


def _begins_item(signs: Sequence[_Sign]) -> bool:
    text = _text(signs)
    return text.startswith(_ORDINAL) or next((offset for offset, _ in typed_items(text)), -1) == 0


def _colon(seam: _Seam, ending: str, whole: bool) -> list[_Sign]:
    """What goes where a colon stands before the seam: the sign behind it, or the colon, with words that only lead."""
    left, right, behind = seam.left, seam.right, seam.behind
    is_sign = bool(behind) and behind in _SIGNS
    if not seam.ends and not is_sign and not (ending and ending in _STOPS):
        return []
    text = _text(left[:-1])
    border = max((text.rfind(sign) for sign in _SIGNS + _OPENING), default=-1) + 1
    lead = text[border:]
    literal = not any(mark in lead for mark in (_VALUE, _ORDINAL))
    if seam.heading:
        return left[-1:] if seam.ends or not is_sign else right[:1]
    if seam.bold and literal and not border:
        # A bold lead rules the whole paragraph.
        return right[:1] if is_sign else []
    if is_sign and not seam.ends and literal and not whole:
        clause = re.split(rf"[{_STOPS}{behind}]", _text(right[1:]))[0]
        sentence = re.split(rf"[{_STOPS}]", text[:border])[-1]
        if "：" not in clause and behind not in sentence:
            return right[:1]
    if literal and ((not right and not border) or _INTRODUCES.search(lead)):
        return left[border:]
    return left[-1:]
