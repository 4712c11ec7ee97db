"""How wide text stands on the page, counted in Chinese characters (字) and in twips."""

from __future__ import annotations

import unicodedata

from reportgen.gongwen.measures import Look


def half_widths(text: str) -> int:
    """Count the text's width in half characters: a Chinese one is two, a digit or letter one.

    Quotation marks, dashes and the like (ambiguous in Unicode) are Chinese here, since the writer marks every
    run so. Combining marks take no room.

    >>> half_widths("2023年7月5日"), half_widths("“三保障”")
    (12, 10)
    """
    return sum(_half_width(character) for character in text)


def _half_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F", "A") else 1


def characters(text: str) -> float:
    """Give the text's width in Chinese characters.

    >>> characters("2023年7月5日")
    6.0
    """
    return half_widths(text) / 2


def set_width(text: str, look: Look) -> int:
    """Give the width in twips of one line of text, set as `look` says."""
    half = look.size * 5  # half a character, in twips
    count = sum(1 for character in text if _half_width(character))
    return half_widths(text) * half + count * look.spacing


def character_width(look: Look) -> int:
    """Give the width in twips of one Chinese character (字), letter spacing included."""
    return look.size * 10 + look.spacing
