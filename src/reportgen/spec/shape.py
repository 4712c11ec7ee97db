"""A YAML tree to plain values by the KEYS table: Chinese keys to English ones, every value with its place."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Final

from reportgen.errors import Finding, Severity, nearest
from reportgen.place import Place
from reportgen.spec.keys import KEYS, TITLES, Key, Kind, names_of
from reportgen.spec.scalars import RefusedError, fold, read_scalar, shortened, typed
from reportgen.spec.yaml_lines import ListNode, MapNode, Node, ScalarNode, YamlFile

Values = dict[str, object]
"""Values of one mapping by English key, with `places`; what a model of spec/model.py is made of."""

_NO_VALUE: Final = object()
# Within brackets the sign belongs to the name: 镇（街道、中心）.
_BETWEEN_NAMES = re.compile(r"[，、](?![^（()）]*[)）])")


class Shaper:
    """Reads one file; gathers findings instead of stopping at the first."""

    def __init__(self, yaml_file: YamlFile) -> None:
        self._yaml = yaml_file
        self.findings: list[Finding] = list(yaml_file.findings)

    def root(self, mapping: str) -> Values | None:
        """Give the values of the whole file, or None where it holds no mapping."""
        if self._yaml.root is None:
            return None
        return self._group(self._yaml.root, mapping, TITLES[mapping])

    def error(self, code: str, line: int, words: str, advice: str = "") -> None:
        """Report an error at a line of this file."""
        self.findings.append(Finding(code, Severity.ERROR, self._yaml.place(line), words, advice))

    # --- mappings ---

    def _group(self, node: Node, mapping: str, what: str) -> Values | None:
        entries = self._entries(node, what)
        if entries is None:
            return None
        places: dict[str, Place] = {"": self._yaml.place(node.line)}
        values: Values = {"places": places}
        written = self._known_entries(entries, mapping)
        for key, name, value_node in written.values():
            places[key.name] = self._yaml.place(name.line if _empty(value_node) else value_node.line)
            told = len(self.findings)
            value = self._value(value_node, key, places, name)
            if value is not _NO_VALUE:
                values[key.name] = value
            elif key.required and len(self.findings) == told:
                self.error("SPEC-REQUIRED", name.line, f"“{name.text}”没有写内容。", key.words)
        for key in KEYS[mapping]:
            if key.required and key.name not in written and key.instead not in written:
                words = f"{what}缺少“{key.chinese[0]}”（{key.name}）。"
                self.error("SPEC-REQUIRED", node.line, words, f"请加上 {key.chinese[0]}: …（{key.words.rstrip('。')}）")
        return values

    def _known_entries(
        self, entries: tuple[tuple[ScalarNode, Node], ...], mapping: str
    ) -> dict[str, tuple[Key, ScalarNode, Node]]:
        """Sort out the keys that the mapping has, each once; report the others.

        A misspelt key is taken for the nearest one, so that its absence is no second finding.
        """
        known = _folded_names(mapping)
        written: dict[str, tuple[Key, ScalarNode, Node]] = {}
        # Right keys first: a misspelt one must not take the place of a right one below it.
        for name, node in sorted(entries, key=lambda entry: fold(entry[0].text) not in known):
            key = known.get(fold(name.text))
            if key is None:
                meant = self._unknown_key(name, mapping, written)
                if meant is not None and meant.name not in written:
                    written[meant.name] = (meant, name, node)
            elif key.name in written:
                first = written[key.name][1]
                words = f"“{name.text}”和{self._yaml.place(first.line).spot}的“{first.text}”是同一个键，写了两次。"
                self.error("SPEC-DOUBLE-KEY", name.line, words, "请删去其中一个。")
            else:
                written[key.name] = (key, name, node)
        return written

    def _entries(self, node: Node, what: str) -> tuple[tuple[ScalarNode, Node], ...] | None:
        if isinstance(node, MapNode):
            return node.entries
        if isinstance(node, ScalarNode) and node.plain and (meant := self._meant_as_entries(node)):
            return meant
        found = "一个列表" if isinstance(node, ListNode) else f"“{shortened(node.text)}”"
        self.error("SPEC-KIND", node.line, f"{what}应为一组“键: 值”，这里却是{found}。", "每行写一个“键: 值”。")
        return None

    def _meant_as_entries(self, node: ScalarNode) -> tuple[tuple[ScalarNode, Node], ...] | None:
        """Take `键：值` lines, which YAML reads as one text, for the entries that were meant; report each."""
        entries: list[tuple[ScalarNode, Node]] = []
        for number in range(node.line, node.end_line + 1):
            text = self._yaml.lines[number - 1] if node.end_line > node.line else node.text
            match = re.match(r"\s*(?:-\s+)*([^\s：:]+)\s*(：|:)\s*(.*)$", text)
            if match is None:
                return None
            key = ScalarNode(match[1], number, number, plain=True)
            entries.append((key, ScalarNode(match[3].strip().strip("\"'"), number, number, plain=True)))
        for key, value in entries:
            words = f"“{key.text}”后面用了全角冒号“：”，或冒号后没有空格。"
            advice = f"请改成半角冒号，后面空一格：{key.text}: {value.text if isinstance(value, ScalarNode) else ''}"
            self.error("SPEC-TRAP", key.line, words, advice)
        return tuple(entries)

    def _unknown_key(self, name: ScalarNode, mapping: str, written: Container[str]) -> Key | None:
        """Report a key that the mapping has not; give the one that was meant, where that is clear."""
        known = _folded_names(mapping)
        text = fold(name.text)
        close = _nearest_key(text, known)
        lacking = [
            one for one in KEYS[mapping] if one.required and one.name not in written and one.instead not in written
        ]
        if close is None and len(lacking) == 1 and mapping not in ("report", "data_spec"):
            close = lacking[0].chinese[0]
        if close:
            advice = f"是否想写“{close}”？"
        elif others := [TITLES[other] for other in KEYS if text in _folded_names(other)]:
            advice = f"“{name.text}”应写在{'或'.join(others[:3])}里。"
        else:
            advice = f"这里可以写：{'、'.join(key.chinese[0] for key in KEYS[mapping])}。"
        words = f"{TITLES[mapping]}里没有“{shortened(name.text)}”这个键。"
        self.error("SPEC-UNKNOWN-KEY", name.line, words, advice)
        return known[close] if close else None

    # --- values ---

    def _value(self, node: Node, key: Key, places: dict[str, Place], name: ScalarNode) -> object:
        if key.later:
            if not _empty(node):
                words = f"“{name.text}”这个版本还不支持。"
                self.error("SPEC-NOT-YET", name.line, words, "请先删去这一项，或在行首加“#”注释掉。")
            return _NO_VALUE
        if _empty(node) and key.kind not in (Kind.TEXTS, Kind.NAMES):
            return _NO_VALUE
        match key.kind:
            case Kind.GROUP:
                group = self._group(node, key.of, TITLES[key.of])
                return _NO_VALUE if group is None else group
            case Kind.GROUPS:
                return self._groups(node, key, name)
            case Kind.NAMED:
                return self._named(node, key, places, name)
            case Kind.PAIRS | Kind.VALUES:
                return self._pairs(node, key, places, name)
            case Kind.TEXTS | Kind.NAMES | Kind.INTEGERS | Kind.CHOICES:
                return self._list(node, key, places, name)
        if not isinstance(node, ScalarNode):
            self._wrong_kind(node, key, name)
            return _NO_VALUE
        return self._scalar(node, key, name)

    def _groups(self, node: Node, key: Key, name: ScalarNode) -> object:
        items = node.items if isinstance(node, ListNode) else (node,)
        if isinstance(node, MapNode) or (isinstance(node, ScalarNode) and not key.short):
            words = f"“{name.text}”应为列表，每一项以“- ”开头。"
            self.error("SPEC-KIND", node.line, words, "请在每一项前面加“- ”（减号加空格）。")
        if isinstance(node, ListNode) and key.short == "name":
            items = self._apart(node)
        groups: list[Values] = []
        for number, item in enumerate(items, start=1):
            if _empty(item):
                self.error("SPEC-KIND", item.line, f"“{name.text}”的第{number}项是空的。", "请填写或删去这一项。")
                continue
            group = self._short_or_group(item, key, f"“{name.text}”的第{number}项")
            if group is not None and _complete(group, key.of):
                groups.append(group)
        return tuple(groups)

    def _named(self, node: Node, key: Key, places: dict[str, Place], name: ScalarNode) -> object:
        entries = self._entries(node, f"“{name.text}”")
        if entries is None:
            return _NO_VALUE
        groups: dict[str, Values] = {}
        for own, item in entries:
            places[f"{key.name}.{fold(own.text)}"] = self._yaml.place(own.line)
            if _empty(item):
                self.error("SPEC-REQUIRED", own.line, f"“{own.text}”没有写内容。", f"{key.words}")
            elif fold(own.text) in groups:
                self.error("SPEC-DOUBLE-KEY", own.line, f"“{own.text}”写了两次。", "请删去其中一个。")
            else:
                group = self._short_or_group(item, key, f"“{own.text}”")
                if group is not None and _complete(group, key.of):
                    # The name is compared folded, but printed as its author wrote it: （街道）, not (街道).
                    groups[fold(own.text)] = {key.titled: own.text, **group} if key.titled else group
        return groups

    def _short_or_group(self, item: Node, key: Key, what: str) -> Values | None:
        """Read one item; a bare text stands for its `short` key."""
        if not isinstance(item, ScalarNode) or not key.short or _like_an_entry(item, key.of):
            return self._group(item, key.of, what)
        short = names_of(key.of)[key.short]
        value = self._scalar(item, short, ScalarNode(key.chinese[0], item.line, item.line, plain=True))
        if value is _NO_VALUE:
            return None
        place = self._yaml.place(item.line)
        return {"places": {"": place, key.short: place}, key.short: value}

    def _pairs(self, node: Node, key: Key, places: dict[str, Place], name: ScalarNode) -> object:
        entries = self._entries(node, f"“{name.text}”")
        if entries is None:
            return _NO_VALUE
        pairs: dict[str, object] = {}
        for own, item in entries:
            places[f"{key.name}.{own.text}"] = self._yaml.place(own.line)
            if not isinstance(item, ScalarNode) or item.is_empty or not item.text.strip():
                words = f"“{own.text}”后面应写{'一个数或一段文字' if key.kind is Kind.VALUES else '一段文字'}。"
                self.error("SPEC-KIND", own.line, words, key.words)
            elif key.kind is Kind.VALUES:
                pairs[own.text] = typed(item)
            else:
                pairs[own.text] = item.text.strip()
        return pairs

    def _list(self, node: Node, key: Key, places: dict[str, Place], name: ScalarNode) -> object:
        items = node.items if isinstance(node, ListNode) else (node,)
        if isinstance(node, ListNode) and key.kind is Kind.NAMES:
            items = self._apart(node)
        values: list[object] = []
        for item in items:
            if not isinstance(item, ScalarNode):
                self._wrong_kind(item, key, name)
                continue
            if _empty(item) and not isinstance(node, ListNode):
                continue
            value = self._scalar(item, key, name)
            if value is not _NO_VALUE:
                places[f"{key.name}[{len(values)}]"] = self._yaml.place(item.line)
                values.append(value)
        return tuple(values) if values or isinstance(node, ListNode) else _NO_VALUE

    def _apart(self, node: ListNode) -> tuple[Node, ...]:
        """Take `[序号，乡镇]` for the names that were meant: no name holds a full-width comma."""
        items: list[Node] = []
        for item in node.items:
            joined = isinstance(item, ScalarNode) and node.flow and item.plain and _BETWEEN_NAMES.search(item.text)
            if not joined or not isinstance(item, ScalarNode):
                items.append(item)
                continue
            names = [name.strip() for name in _BETWEEN_NAMES.split(item.text)]
            words = f"列表里的“{item.text}”用了全角的“，”或“、”，被当成了一项。"
            self.error("SPEC-TRAP", item.line, words, f"请改成半角逗号：{', '.join(names)}")
            items.extend(ScalarNode(name, item.line, item.line, plain=True) for name in names if name)
        return tuple(items)

    def _scalar(self, node: ScalarNode, key: Key, name: ScalarNode) -> object:
        try:
            value = read_scalar(node, key, name.text)
        except RefusedError as refused:
            self.error(refused.code, node.line, refused.words, refused.advice)
            return _NO_VALUE if refused.instead is None else refused.instead
        if isinstance(value, str) and node.plain and re.fullmatch("[“‘][^“”‘’]*[”’]", value):
            words = f"“{name.text}”的值用了中文引号，引号会原样印出来。"
            advice = f'如果只是想把值括起来，请用半角引号："{value[1:-1]}"。'
            place = self._yaml.place(node.line)
            self.findings.append(Finding("SPEC-QUOTES", Severity.WARNING, place, words, advice))
        return value

    def _wrong_kind(self, node: Node, key: Key, name: ScalarNode) -> None:
        found = "一个列表" if isinstance(node, ListNode) else "一组“键: 值”"
        advice = "含“{{ }}”或花括号的值要加引号。" if isinstance(node, MapNode) and node.flow else key.words
        self.error("SPEC-KIND", node.line, f"“{name.text}”应为{key.kind}，这里却是{found}。", advice)


def _complete(values: Values, mapping: str) -> bool:
    """Whether a group has all that it needs; one that has not is reported and left out, the others are checked."""
    return all({key.name, key.instead} & values.keys() for key in KEYS[mapping] if key.required)


def _like_an_entry(item: ScalarNode, mapping: str) -> bool:
    """Whether a bare text is `键：值` with one of the mapping's keys: meant as an entry."""
    name, colon, _ = item.text.partition("：")
    return item.plain and bool(colon) and fold(name) in _folded_names(mapping)


def _empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.is_empty


@cache
def _folded_names(mapping: str) -> dict[str, Key]:
    return {fold(name): key for name, key in names_of(mapping).items()}


def _nearest_key(text: str, known: Mapping[str, Key]) -> str | None:
    """The nearest key; one sign of two may differ in a Chinese key, which `nearest` finds too far."""
    lowered = {name.lower(): name for name in known}
    if text.lower() in lowered:
        return lowered[text.lower()]
    close = nearest(text, known)
    if close is None and len(text) <= 3:
        close = next(iter(get_close_matches(text, list(known), n=1, cutoff=0.5)), None)
    return close
