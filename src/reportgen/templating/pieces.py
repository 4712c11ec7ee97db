"""What a template renders to: a stream of pieces, of which only the template's own text can be markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportgen.document import Run
from reportgen.errors import ReportgenError
from reportgen.fact import Fact
from reportgen.place import Place


class Text(str):
    """A stretch of the template's own text, with the place where it begins."""

    __slots__ = ("place",)
    place: Place

    @classmethod
    def at(cls, text: str, place: Place) -> Text:
        """Text that stands at `place`."""
        made = cls(text)
        made.place = place
        return made

    def part(self, start: int, end: int | None = None) -> Text:
        """A slice that knows the line it stands on."""
        line = (self.place.line or 1) + self.count("\n", 0, start)
        return Text.at(self[start:end], Place(self.place.file, line))


class Typed(str):
    """A string constant written inside a tag: text of the author, never of the data."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A missing value where it should be printed; the report's policy is applied to it once it really stays."""

    fact: Fact
    place: Place


@dataclass(frozen=True, slots=True)
class Omitted:
    """A clause that was left out; the punctuation around it is mended.

    ending  the last sign of what was left out; a full stop there may have to be set again
    """

    ending: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Words for which the data hold nothing at all; the clause around them goes."""

    place: Place


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The next of 一是, 二是, 三是 …"""

    place: Place


@dataclass(frozen=True, slots=True)
class Placed:
    """A table that stands here by name."""

    name: str
    place: Place


Piece = Text | Run | Gap | Omitted | Dropped | Ordinal | Placed


class Pieces(tuple[object, ...]):
    """Several pieces or values in a row, never nested: what `~`, join, a set block or a macro gives."""

    __slots__ = ()


def joined(stream: Iterable[object]) -> Pieces:
    """Collect a stream, unfolding what is itself a row of pieces (Jinja's `concat` hook)."""
    return Pieces(_flat(stream))


def _flat(stream: Iterable[object]) -> Iterator[object]:
    for piece in stream:
        if isinstance(piece, Pieces):
            yield from piece
        else:
            yield piece


class TemplateError(ReportgenError):
    """One fault while a template runs; it becomes a finding at its line, and rendering goes on behind it."""

    def __init__(self, code: str, words: str, advice: str = "") -> None:
        super().__init__(words)
        self.code = code
        self.words = words
        self.advice = advice

    def __reduce__(self) -> tuple[type[TemplateError], tuple[str, str, str]]:
        return (TemplateError, (self.code, self.words, self.advice))


class BudgetError(TemplateError):
    """The template runs too long or gives too much; rendering ends here."""

    def __init__(self, words: str, advice: str = "") -> None:
        super().__init__("TPL-BUDGET", words, advice)

    def __reduce__(self) -> tuple[type[TemplateError], tuple[str, ...]]:  # type: ignore[override]
        return (BudgetError, (self.words, self.advice))


class AlreadyToldError(Exception):
    """Raised where a value is used that could not be computed: its fault has been told once."""


class Faulty:
    """Stands for a value whose computation failed; whatever uses it stays silent."""

    __slots__ = ()

    def _silent(self, *_: object) -> object:
        raise AlreadyToldError

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _silent
    __neg__ = __pos__ = __abs__ = __call__ = __getitem__ = _silent
    __lt__ = __le__ = __gt__ = __ge__ = _silent

    def __bool__(self) -> bool:
        raise AlreadyToldError

    def __iter__(self) -> Iterator[object]:
        raise AlreadyToldError

    def __len__(self) -> int:
        raise AlreadyToldError

    def __contains__(self, _: object) -> bool:
        raise AlreadyToldError

    def __eq__(self, _: object) -> bool:
        raise AlreadyToldError

    def __hash__(self) -> int:
        return id(self)


FAULTY = Faulty()
