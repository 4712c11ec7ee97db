"""The text of a user's spec, changed in place: every comment, blank and order of hers stays as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from reportgen.spec.keys import KEYS

_QUOTED = r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\''
_KEY = r"(?:^|[\s{{,\-])(?:{})\s*:[ \t]+"
_NEEDS_QUOTES = re.compile(r"[{}\[\]:#&*!|>%@`\"',]|^[\s\-?]|\s$|^$")


@dataclass(slots=True)
class SpecText:
    """The lines of a spec, counted from 1 as places count them; added lines do not shift that count."""

    lines: list[str]
    after: dict[int, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> SpecText:
        """Take a text apart."""
        return cls(text.replace("\r\n", "\n").split("\n"))

    def text(self) -> str:
        """Put the text together; a dropped line (None in place of it) is gone."""
        out: list[str] = []
        for number, line in enumerate(self.lines, 1):
            if line != _GONE:
                out.append(line)
            out.extend(self.after.get(number, ()))
        return "\n".join(out)

    def now_at(self, line: int) -> int:
        """Where a line stands once all changes are made."""
        gone = sum(text == _GONE for text in self.lines[: line - 1])
        return line - gone + sum(len(added) for number, added in self.after.items() if number < line)

    def has(self, line: int | None, names: tuple[str, ...]) -> bool:
        """Whether one of the key's names stands in this line."""
        if line is None or not 1 <= line <= len(self.lines):
            return False
        return re.search(_KEY.format(_any(names)), self.lines[line - 1]) is not None

    def put(self, line: int | None, names: tuple[str, ...], value: str) -> bool:
        """Write another value behind one of the key's names in this line; whether it was found."""
        return self._change(line, names, lambda before: before + quoted(value))

    def note(self, line: int | None, names: tuple[str, ...], words: str) -> bool:
        """Turn a key that stands on a line of its own into a comment, so that its default holds; say why."""
        if line is None or not 1 <= line <= len(self.lines):
            return False
        match = re.match(rf"(\s*)(?:{_any(names)})\s*:", self.lines[line - 1])
        if match is None:
            return self._remove_from_flow(line, names)
        self.lines[line - 1] = f"{match[1]}# {match[0].strip()}（{words}）"
        return True

    def drop(self, first: int, last: int) -> None:
        """Take lines out."""
        for number in range(first, last + 1):
            self.lines[number - 1] = _GONE

    def add_after(self, line: int, lines: list[str]) -> None:
        """Put lines after this one, behind those put there before."""
        self.after.setdefault(line, []).extend(lines)

    def block(self, first: int, bound: int) -> tuple[int, int]:
        """First and last line of the item that begins at `first`, before `bound`; comments behind it are the next's."""
        indent = _indent(self.lines[first - 1])
        last = first
        for number in range(first + 1, bound):
            line = self.lines[number - 1]
            if line.strip() and not line.lstrip().startswith("#"):
                if _indent(line) <= indent:
                    break
                last = number
        return first, last

    def _change(self, line: int | None, names: tuple[str, ...], put: Callable[[str], str]) -> bool:
        if line is None or not 1 <= line <= len(self.lines):
            return False
        text = self.lines[line - 1]
        found = re.search(_KEY.format(_any(names)), text)
        if found is None:
            return False
        flow = "{" in text[: found.end()].replace("{{", "")
        plain = r"[^,}#\n]*[^,}#\s]" if flow else r"[^\n]*?(?=\s+#|\s*$)"
        value = re.compile(rf"(?:{_QUOTED}|{plain})").match(text, found.end())
        if value is None:
            return False
        self.lines[line - 1] = put(text[: found.end()]) + text[value.end() :]
        return True

    def _remove_from_flow(self, line: int, names: tuple[str, ...]) -> bool:
        text = self.lines[line - 1]
        less = re.sub(rf",\s*(?:{_any(names)})\s*:\s*(?:{_QUOTED}|[^,}}]+)", "", text, count=1)
        self.lines[line - 1] = less
        return less != text


_GONE = "\0"


def key_names(mapping: str, name: str) -> tuple[str, ...]:
    """All names of a key, English and Chinese."""
    return next((key.name, *key.chinese) for key in KEYS[mapping] if key.name == name)


def quoted(value: str) -> str:
    """A value as YAML writes it: in quotes where it would be read as something else."""
    if not _NEEDS_QUOTES.search(value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _any(names: tuple[str, ...]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
