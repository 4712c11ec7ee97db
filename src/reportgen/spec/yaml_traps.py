"""The traps of YAML that people who type Chinese fall into: how each looks in a line, its words, and its mending."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from reportgen.spec.keys import KEYS, Kind, all_names

_LEAD: Final = r"^(?P<lead>\s*(?:-\s+)*)"
_NAME: Final = r"""(?P<name>[^\s:：#'"{}\[\],，。|>&*!%@`-][^:：#'"{}\[\],，。]*?)"""
_KEY: Final = rf"{_LEAD}(?P<key>(?:[^'\"#{{}}\[\]:]+|'[^']*'|\"[^\"]*\"):\s+)"

# A bracket of YAML's own, not the braces of a template's tag.
_OPENING: Final = r"\[|(?<!\{)\{(?![{%])"

# Nobody types longer lines; the patterns below would take their time over them.
_MAX_LENGTH: Final = 2000


@dataclass(frozen=True, slots=True)
class Trap:
    """A line that fell into a trap: what is wrong with it, what to do, and the line as it was meant."""

    line: int
    words: str
    advice: str
    repaired: str


_Found = tuple[str, str, str] | None


def find_trap(lines: list[str], suspects: Iterable[int], mended: Collection[int]) -> Trap | None:
    """Look for a trap in the suspected lines (counted from 1), the likeliest first; lines mended before are left."""
    for number in suspects:
        line = lines[number - 1]
        if number in mended or len(line) > _MAX_LENGTH:
            continue
        for detect in _DETECTORS:
            found = detect(line)
            if found is not None and found[2] != line:
                return Trap(number, *found)
    return None


def starts_as_key(line: str) -> bool:
    """Whether a line begins with a known key and a colon, half- or full-width: most likely meant as a key."""
    match = re.match(rf"{_LEAD}{_NAME}\s*(?:：|:\s|:$)", line[:_MAX_LENGTH])
    return match is not None and match["name"].strip() in _known_names()


def indent_of(line: str) -> int:
    """The column, counted from 0, where the key of a line stands, behind its dashes."""
    match = re.match(_LEAD, line)
    return match.end() if match else 0


@cache
def _known_names() -> frozenset[str]:
    return frozenset(all_names())


@cache
def _formula_keys() -> str:
    """The names of the keys that hold formulas, as alternatives of a pattern."""
    formulas = [key for keys in KEYS.values() for key in keys if key.kind in (Kind.FORMULA, Kind.ROLLUP)]
    return "|".join(sorted({name for key in formulas for name in (key.name, *key.chinese)}))


def _indentation(line: str) -> _Found:
    blanks = re.match(r"\s*", line)
    assert blanks is not None
    if "\t" in blanks[0]:
        words, advice = "用了制表符（Tab）缩进。", "请改用空格缩进，每级两格。"
    elif "\u3000" in blanks[0] or "\u00a0" in blanks[0]:
        words, advice = "用了全角空格缩进。", "请改用半角空格缩进，每级两格。"
    else:
        return None
    spaces = blanks[0].replace("\t", "  ").replace("\u3000", "  ").replace("\u00a0", " ")
    return words, advice, spaces + line[blanks.end() :]


def _fullwidth_colon(line: str) -> _Found:
    match = re.match(rf"{_LEAD}{_NAME}\s*：\s*(?P<value>.*)$", line)
    if match is None:
        return None
    name, value = match["name"], match["value"]
    words = f"“{name}”后面用了全角冒号“：”。"
    return words, f"请改成半角冒号，后面空一格：{name}: {value}".rstrip(), f"{match['lead']}{name}: {value}"


def _no_blank_after_colon(line: str) -> _Found:
    match = re.match(rf"{_LEAD}{_NAME}:(?P<value>[^\s/\\].*)$", line)
    if match is None or match["name"][0].isdigit():
        return None
    name, value = match["name"], match["value"]
    return (
        f"“{name}:”的冒号后面没有空格。",
        f"请在冒号后面空一格：{name}: {value}",
        f"{match['lead']}{name}: {value}",
    )


def _no_blank_after_dash(line: str) -> _Found:
    match = re.match(r"^(\s*)-([^\s\-\d].*)$", line)
    if match is None:
        return None
    return "列表的“-”后面没有空格。", f"请在“-”后面空一格：- {match[2]}", f"{match[1]}- {match[2]}"


def _unquoted_jinja(line: str) -> _Found:
    if not re.search(r"\{[{%]", line):
        return None
    repaired = _quote_jinja(line)
    if repaired is None:
        return None
    advice = '请把整个值用引号括起来，例如 标题: "{{ 地区 }}工作总结"。'
    return "含“{{ }}”的值没有加引号，YAML 会把花括号当成自己的。", advice, repaired


def _quote_jinja(line: str) -> str | None:
    """Quote the unquoted value that holds `{{`, to the line's end, or to the next comma or bracket of a flow list."""
    tag = r"\{\{.*?\}\}|\{%.*?%\}"
    match = re.match(rf"{_KEY}(?P<value>\{{[{{%].*)$", line) or re.match(
        rf"{_LEAD}(?P<key>)(?P<value>\{{[{{%].*)$", line
    )
    if match is not None:
        return f"{match['lead']}{match['key']}{_quoted(match['value'])}"
    flow = re.compile(rf"(?P<before>[\[{{,]\s*|:\s+)(?P<value>[^\s,\[\]{{}}\"':]*(?:{tag})(?:{tag}|[^,\]}}\"])*)")
    opened = re.search(_OPENING, line)
    if opened is None:
        return None
    start = opened.start()
    repaired = flow.sub(lambda m: f"{m['before']}{_quoted(m['value'])}", line[start:])
    return line[:start] + repaired


def _torn_formula(line: str) -> _Found:
    """A list or a call in a one-line formula: `{rule: 状态 in [在建, 完工]}`."""
    pattern = re.compile(
        rf"(?P<key>(?:^|[\s{{,])(?:{_formula_keys()})\s*:\s+)(?P<value>[^\s\"'].*?)"
        r"(?=\s*(?:,\s*[^\s,:()（）\[\]]+\s*:\s|\}\s*(?:#.*)?$))"
    )
    match = pattern.search(line)
    if match is None or "{" not in line[: match.start("value")] or not re.search(r"[,\[(]", match["value"]):
        return None
    value = match["value"]
    quoted = _quoted(value)
    words = f"算式“{value}”里有逗号或方括号又没有加引号，被拆成了几段。"
    repaired = line[: match.start("value")] + quoted + line[match.end("value") :]
    return words, f"请给整个算式加引号：{quoted}", repaired


def _fullwidth_in_flow(line: str) -> _Found:
    opened = re.search(rf"{_OPENING}|[｛［]", line)
    if opened is None:
        return None
    head, rest = line[: opened.start()], line[opened.start() :]
    brackets = rest.translate(str.maketrans("｛｝［］", "{}[]"))
    colons = re.sub(r"""([{,，]\s*[^\s：:，,{}\[\]"']+)：\s*""", r"\1: ", brackets)
    commas = re.sub(r"""，\s*(?=[^，,:：{}\[\]"']+:\s)""", ", ", colons)
    if commas == rest:
        return None
    names = [sign for sign in "，：｛｝［］" if sign in rest]
    words = f"这一行的括号里用了全角的“{''.join(names)}”。"
    return words, f"请改成半角：{commas}", head + commas


def _sign_in_front(line: str) -> _Found:
    """A value that begins with a sign YAML keeps for itself: `unit: %`, `note: *号`."""
    match = re.match(rf"{_KEY}(?P<value>[%@`*&!|>].*)$", line) or re.match(
        rf"{_LEAD}(?P<key>)(?P<value>[%@`*&!].*)$", line
    )
    if match is not None:
        value = match["value"]
        words = f"值以“{value[0]}”开头，又没有加引号。"
        return words, f"请加引号：{_quoted(value)}", f"{match['lead']}{match['key']}{_quoted(value)}"
    flow = re.search(r"(?P<before>[\[{,]\s*|:\s+)(?P<value>[%@`][^,\]}]*)", line)
    if flow is None:
        return None
    value = flow["value"].rstrip()
    words = f"值以“{value[0]}”开头，又没有加引号。"
    repaired = line[: flow.start("value")] + _quoted(value) + line[flow.start("value") + len(value) :]
    return words, f"请加引号：{_quoted(value)}", repaired


def _text_after_quote(line: str) -> _Found:
    match = re.match(rf"{_KEY}(?P<value>(?P<q>[\"']).*(?P=q)\s*[^\s#,\]}}\"'].*)$", line)
    if match is None:
        return None
    value = match["value"].replace(match["q"], "")
    words = "引号只括住了值的一部分。"
    return words, f"请把整个值括起来：{_quoted(value)}", f"{match['lead']}{match['key']}{_quoted(value)}"


def _backslash(line: str) -> _Found:
    match = re.match(rf"{_KEY}\"(?P<value>[^\"]*\\[^\"]*)\"\s*$", line)
    if match is None:
        return None
    value = match["value"].replace("\\", "/")
    words = "双引号里的反斜杠“\\”有特别的意思。"
    return words, f'路径请用“/”："{value}"', f'{match["lead"]}{match["key"]}"{value}"'


def _inner_colon(line: str) -> _Found:
    match = re.match(rf"{_KEY}(?P<value>[^\s\"'\[{{|>&*!%@`#].*:(?:\s.*)?)$", line)
    if match is None:
        return None
    value = match["value"]
    words = "值里面又有冒号加空格，YAML 会当成另一个键。"
    return words, f"请把整个值加引号：{_quoted(value)}", f"{match['lead']}{match['key']}{_quoted(value)}"


def _quoted(value: str) -> str:
    """Put the value, without a comment behind it, between quotes that it does not hold itself."""
    value = re.sub(r"\s+#.*$", "", value).rstrip()
    return "'" + value.replace("'", "''") + "'" if '"' in value or "\\" in value else f'"{value}"'


_DETECTORS: Final[tuple[Callable[[str], _Found], ...]] = (
    _indentation,
    _fullwidth_colon,
    _unquoted_jinja,
    _no_blank_after_colon,
    _no_blank_after_dash,
    _fullwidth_in_flow,
    _torn_formula,
    _text_after_quote,
    _backslash,
    _sign_in_front,
    _inner_colon,
)
