"""Which numbers of a text have no fact behind them, and what each of them is: a date, a numbering, or a literal.

Whatever is not plainly a date, a numbering, a name, a slogan or declared counts as a literal: a number wrongly called
literal costs a look, one wrongly called harmless costs a wrong report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.audit.proof import Kind
from reportgen.quantity.scan import scan

Span = tuple[int, int]

_NUMERAL_SIGNS = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千两俩]")
_DIGITS = re.compile(r"[0-9０-９]+(?:[.,．，:：/\-－][0-9０-９]+)*")
_DIGIT_RUN = re.compile(r"[0-9０-９]+")
_ITEM_NUMBER = re.compile(r"(?:^|(?<=[。；;：:\s]))[0-9０-９]{1,2}[.．]")
_CLOCK = re.compile(r"[0-2]?\d[:：][0-5]\d(?:[:：][0-5]\d)?")
_TITLE_IN_MARKS = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|〈[^〈〉]*〉")
# 表1, 图2, 附件3: the number of a table, chart or attachment; not 代表3, 地图2
_REFERENCE = re.compile(r"(?:(?<![代发手])表|(?<![地版企意])图|附件|附表|附图|附录|专栏)\s*$")
_REFERENCE_END = re.compile(r"[0-9０-９]+(?=所[示列]|[^\w]|$)")
_CONTACT = re.compile(
    r"(?:电话|手机|传真|座机|热线|邮编|邮政编码|联系方式|QQ|微信)[号码为是：:\s（(]{0,4}[\d０-９][\d０-９\-－—()（）\s、/]{4,}"
)
_RANK_SURFACE = re.compile(r"第.+[位名]$")
_RANK_BEFORE = re.compile(
    r"(?:排名?|排[在列到]?|位[列居次]|名列|居于?|列|跻身|升至|上升到|降至|下降到)[^，。；：、]{0,8}$"
)
_RANK_AFTER_NOT = re.compile(r"\s*(?:书记|方|责任|产业|季|批|轮|次|期|届|条|章|节|款|项|类|课|步|线)")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about typed numbers before the text is read.

    names     area names, offices, whatever is a name as a whole: 三江镇
    literals  texts typed on purpose, with the reason: "3个片区" → 片区划分不随期变化
    """

    names: Sequence[str] = ()
    literals: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Iterable[str], literals: Mapping[str, str]) -> Known:
        """Keep only the names with a numeral in them; no other can hide a number."""
        with_numeral = {name for name in names if len(name) > 1 and _NUMERAL_SIGNS.search(name)}
        return cls(sorted(with_numeral), dict(literals))


@dataclass(frozen=True, slots=True)
class Typed:
    """One number without a fact: where it stands, what it is, and for a declared one its key in `literals`."""

    start: int
    end: int
    kind: Kind
    declared: str = ""


def typed_numbers(text: str, traced: Sequence[Span], known: Known, numbering: bool = False) -> list[Typed]:
    """Find the numbers of `text` that no span of `traced` prints, in order.

    A number counts as printed when each of its numerals stands in such a span; its unit may be typed beside it. In
    "5至6处" with only the 6 from data the 5 makes the whole a typed number. `numbering` says that bare digits here
    number something (a column 序号).
    """
    if not _NUMERAL_SIGNS.search(text):
        return []
    printed = _mask(len(text), traced)
    marks = _Marks.of(text, known)
    found: list[Typed] = []
    taken = bytearray(len(text))
    for numeral in scan(text):
        span = (numeral.start, numeral.end)
        taken[span[0] : span[1]] = b"\x01" * (span[1] - span[0])
        if _all_printed(text, span, printed):
            continue
        item = _ITEM_NUMBER.match(text, span[0])
        rest = (item.end(), span[1]) if item else span
        if item and rest[0] < rest[1] and not printed[span[0]] and _all_printed(text, rest, printed):
            # 1.258户已开工: the number of a heading, and behind it one from data
            found.append(Typed(*item.span(), Kind.NUMBERING))
            continue
        kind = "rank" if numeral.is_rank else numeral.kind
        found.append(_judged(text, span, kind, marks, numbering))
    for span in _left_over(text, taken):
        # Digits that are no quantity by themselves (5G, 12:30, __2户): still typed, still to be told.
        if not _all_printed(text, span, printed):
            found.append(_judged(text, span, _bare_kind(text, span), marks, numbering))
    return sorted(found, key=lambda one: one.start)


@dataclass(frozen=True, slots=True)
class _Marks:
    """The stretches of a text that decide by their place: declared literals, names, titles, telephone numbers."""

    declared: tuple[tuple[Span, str], ...]
    names: tuple[Span, ...]
    contacts: tuple[Span, ...]

    @classmethod
    def of(cls, text: str, known: Known) -> _Marks:
        declared = tuple((span, key) for key in known.literals for span in _occurrences(text, key))
        names = tuple(span for name in known.names for span in _occurrences(text, name))
        titles = tuple(match.span() for match in _TITLE_IN_MARKS.finditer(text))
        contacts = tuple(match.span() for match in _CONTACT.finditer(text))
        return cls(declared, names + titles, contacts)


def _judged(text: str, span: Span, kind: str, marks: _Marks, numbering: bool) -> Typed:
    """Say what the typed number at `span` is; a person's own declaration goes before all."""
    start, end = span
    for place, key in marks.declared:
        if _within(span, place):
            return Typed(start, end, Kind.DECLARED, key)
    if kind == "date":
        return Typed(start, end, Kind.DATE)
    if any(_within(span, place) for place in marks.names):
        return Typed(start, end, Kind.NAME)
    if kind == "ordinal":
        return Typed(start, end, Kind.LITERAL if _is_rank(text, span) else Kind.NUMBERING)
    if kind == "doc-number":
        return Typed(start, end, Kind.NUMBERING)
    if kind == "policy-phrase":
        return Typed(start, end, Kind.SLOGAN)
    if kind == "name":
        return Typed(start, end, Kind.NAME)
    bare = _DIGITS.fullmatch(text[start:end].strip("．.、 ")) is not None
    referred = _REFERENCE.search(text[:start]) and _REFERENCE_END.match(text, start)
    contact = bare and any(_within(span, place) for place in marks.contacts)
    if referred or contact or (bare and numbering):
        return Typed(start, end, Kind.NUMBERING)
    return Typed(start, end, Kind.LITERAL)


def _is_rank(text: str, span: Span) -> bool:
    """Whether an ordinal is a rank, which is data (全省第四位, 居全市第3), and no numbering or title (第一书记)."""
    surface = text[span[0] : span[1]]
    if not surface.startswith("第"):
        return False
    if _RANK_SURFACE.search(surface):
        return True
    return bool(_RANK_BEFORE.search(text[: span[0]])) and not _RANK_AFTER_NOT.match(text[span[1] :])


def _bare_kind(text: str, span: Span) -> str:
    """Judge digits that are no quantity: a clock time, part of a Latin word (5G, PM2.5), else a number all the same."""
    if _CLOCK.fullmatch(text[span[0] : span[1]]):
        return "date"
    beside = text[max(span[0] - 1, 0) : span[0]] + text[span[1] : span[1] + 1]
    # xx and × stand for digits that somebody masked, not for words.
    return "name" if any(sign.isascii() and sign.isalpha() and sign not in "xX" for sign in beside) else "count"


def _left_over(text: str, taken: bytearray) -> Iterator[Span]:
    """The digits that no numeral took: 0730-2345678 as one, but of half-taken signs only the run that is left."""
    for match in _DIGITS.finditer(text):
        if not any(taken[match.start() : match.end()]):
            yield match.span()
            continue
        for run in _DIGIT_RUN.finditer(text, match.start(), match.end()):
            if not any(taken[run.start() : run.end()]):
                yield run.span()


def _mask(length: int, spans: Iterable[Span]) -> bytearray:
    mask = bytearray(length)
    for start, end in spans:
        mask[start:end] = b"\x01" * (end - start)
    return mask


def _all_printed(text: str, span: Span, printed: bytearray) -> bool:
    """Whether data prints every numeral sign of the span, or, where it has none, any of it."""
    start, end = span
    signs = [start + match.start() for match in _NUMERAL_SIGNS.finditer(text[start:end])]
    return all(printed[at] for at in signs) if signs else any(printed[start:end])


def _occurrences(text: str, wanted: str) -> Iterator[Span]:
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at, at + len(wanted)
        at = text.find(wanted, at + 1)


def _within(span: Span, place: Span) -> bool:
    return place[0] <= span[0] and span[1] <= place[1]
