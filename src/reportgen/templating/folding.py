"""How a tag may be typed: full-width braces, pipes, brackets and quotes are taken, and names are folded by NFKC."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from reportgen.quantity.percents import percents_called

_OPENER = re.compile(r"[{｛](?:[{｛]|[%％]|[#＃])")
_CLOSERS = {"{": "}｝", "%": "%％", "#": "#＃"}
_SIGNS = str.maketrans({"≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "÷": "/"})
_FULL_QUOTES = "“”＂"
_FULL_SINGLE = "‘’＇"
_RAW = re.compile(r"^[-+]?\s*raw\s*[-+]?$")
_END_RAW = re.compile(r"[{｛][%％][-+]?\s*endraw\s*[-+]?[%％][}｝]")


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of a template, already folded.

    kind   "{" for a value, "%" for a statement, "#" for a comment
    body   what stands between the signs
    start  offset in the folded text; end: just behind the tag
    line   line of its opening, counted from 1
    """

    kind: str
    body: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps a tag from being read: line and words."""

    line: int
    words: str
    advice: str


@dataclass(frozen=True, slots=True)
class Folded:
    """A template with its tags in half-width signs; it has the same lines as before."""

    text: str
    tags: tuple[Tag, ...]
    faults: tuple[Fault, ...]


def fold_template(text: str) -> Folded:
    """Write all tags of a template in half-width signs; the text between them stays as typed.

    >>> fold_template("共｛｛ 户数｜万（2） ｝｝户").text
    '共{{ 户数|万(2) }}户'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    out: list[str] = []
    tags: list[Tag] = []
    faults: list[Fault] = []
    length = position = 0
    while (opener := _OPENER.search(text, position)) is not None:
        before = text[position : opener.start()]
        kind = unicodedata.normalize("NFKC", opener[0][1])
        line = text.count("\n", 0, opener.start()) + 1
        body, end, fault = _body(text, opener.end(), kind)
        if fault:
            faults.append(Fault(line, *fault))
            folded = "".join(sign if sign == "\n" else " " for sign in text[opener.start() : end])
        else:
            folded = "{" + ("{" if kind == "{" else kind) + body + ("}" if kind == "{" else kind) + "}"
            start = length + len(before)
            tags.append(Tag(kind, body, start, start + len(folded), line))
            if kind == "%" and _RAW.match(body) and (closing := _END_RAW.search(text, end)) is not None:
                folded += text[end : closing.start()] + "{% endraw %}"
                end = closing.end()
        out += (before, folded)
        length += len(before) + len(folded)
        position = end
    out.append(text[position:])
    return Folded("".join(out), tuple(tags), tuple(faults))


def fold_expression(text: str) -> str:
    """Fold what stands inside a tag, or a condition given as text: ｜（，） and “ ” become half-width.

    >>> fold_expression("支出率 ≥ ５０ and 类型 == “产业”")
    '支出率 >= 50 and 类型 == "产业"'
    """
    body, _, _ = _body(text, 0, "")
    return body


def _body(text: str, start: int, kind: str) -> tuple[str, int, tuple[str, str] | None]:
    """Read a tag's inside from `start`; give it folded, the offset behind the tag, and what is wrong, if anything."""
    out: list[str] = []
    plain = position = start
    depth = 0
    while position < len(text):
        sign = text[position]
        if kind and _closes(text, position, kind) and (depth == 0 or kind != "{"):
            out.append(_plain(text[plain:position]))
            return "".join(out) if kind != "#" else text[start:position], position + 2, None
        if kind == "#":
            position += 1
            continue
        if kind and _OPENER.match(text, position) and _is_tag_start(text, position, kind):
            break
        if sign in "\"'" + _FULL_QUOTES + _FULL_SINGLE:
            out.append(_plain(text[plain:position]))
            quoted, position = _quoted(text, position)
            if not quoted:
                return _unclosed_quote(text, start, kind)
            out.append(quoted)
            plain = position
            continue
        depth += (sign in "{｛") - (sign in "}｝" and depth > 0)
        position += 1
    if not kind:
        out.append(_plain(text[plain:]))
        return "".join(out), len(text), None
    shown = {"{": "{{", "%": "{%", "#": "{#"}[kind]
    closer = {"{": "}}", "%": "%}", "#": "#}"}[kind]
    end = text.find("\n", start)
    end = min(position, end if end >= 0 else len(text))
    return "", end, (f"“{shown}”没有对应的“{closer}”。", f"请在这个标签的末尾补上“{closer}”。")


def _closes(text: str, position: int, kind: str) -> bool:
    return text[position] in _CLOSERS[kind] and text[position + 1 : position + 2] in ("}", "｝")


def _is_tag_start(text: str, position: int, kind: str) -> bool:
    """Whether a new tag opens here; `{{` inside a value tag may also be a mapping in a mapping."""
    return not (kind == "{" and text[position : position + 2] == "{{" and text[position - 1 : position] in "{:,( ")


def _quoted(text: str, start: int) -> tuple[str, int]:
    """Read a string from its opening quote; give it in half-width quotes, "" where it is not closed on its line."""
    opening = text[start]
    closings = opening
    if opening in _FULL_QUOTES:
        closings = _FULL_QUOTES
    elif opening in _FULL_SINGLE:
        closings = _FULL_SINGLE
    position = start + 1
    while position < len(text) and text[position] != "\n":
        if text[position] == "\\" and closings == opening:
            position += 2
            continue
        if text[position] in closings:
            inner = text[start + 1 : position]
            if opening in "\"'":
                return opening + inner + opening, position + 1
            escaped = inner.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"', position + 1
        position += 1
    return "", position


def _unclosed_quote(text: str, start: int, kind: str) -> tuple[str, int, tuple[str, str] | None]:
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    for position in range(start, end):
        if kind and _closes(text, position, kind):
            end = position + 2
            break
    return (
        text[start:] if not kind else "",
        end,
        ("标签里的引号没有成对。", "请检查标签里的引号，前后都要有。"),
    )


def _plain(text: str) -> str:
    """Fold what stands outside quotes; 50% becomes what Jinja reads as a number."""
    return percents_called(text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_SIGNS)))
