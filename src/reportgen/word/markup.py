"""What XML can hold: escaping text, characters that no document may contain, and the namespaces of a .docx."""

from __future__ import annotations

import re

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# XML 1.0 §2.2: no escape can hold these. Private-use characters (rare names) are legal and stay.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def escape(text: str) -> str:
    """Escape text for an element or attribute; characters that XML cannot hold are left out.

    >>> escape("A&B <甲>\\x0b")
    'A&amp;B &lt;甲&gt;'
    """
    return _ILLEGAL.sub("", text).translate(_ESCAPES)


def illegal(text: str) -> tuple[str, ...]:
    """Name the characters of the text that a document cannot hold, each once: ("U+000B",)."""
    return tuple(dict.fromkeys(f"U+{ord(character):04X}" for character in _ILLEGAL.findall(text)))
