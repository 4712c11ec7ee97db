"""How a working folder becomes another period's: which data serve again as bases, and what is to be filled anew."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from reportgen.build.blank_books import blank_book, can_be_blanked
from reportgen.build.lines import Lines
from reportgen.build.period_words import moved
from reportgen.build.prepare import Prepared, prepare
from reportgen.build.spec_text import SpecText, key_names
from reportgen.build.to_fill import TO_FILL
from reportgen.build.turn_list import LIST_FILE, Step, rows, write_list
from reportgen.build.typed import still_typed
from reportgen.errors import FindingsError, ReportgenError, UsageError
from reportgen.period import BASE_PERIODS, Period
from reportgen.sources.model import OneOffData, TableData
from reportgen.spec.model import DataEntry
from reportgen.spec.text import read_text

_TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_USES: Final = {
    "上年同期": re.compile(r"上年同期|同比"),
    "上期": re.compile(r"上期|环比"),
    "上年": re.compile(r"(?<![比\w])上年(?=[.．,，)）])|[(（]上年(?=[.．,，)）])"),
    "年初": re.compile(r"年初"),
}
_LEFT_BEHIND: Final = ("out", "__pycache__", "~$*", ".*", LIST_FILE)
_YEAR_SIGN = re.compile(r"([〔\[（(【]?)(?:19|20)\d\d(?=[〕\]）)】年])")
_SERIAL = re.compile(r"\d+(?=号)")


@dataclass(frozen=True, slots=True)
class Turned:
    """A new working folder, and what its secretary is told: each row what to do, where, what, why."""

    folder: Path
    listed: tuple[tuple[str, str, str, str], ...]

    @property
    def list_file(self) -> Path:
        """The same as a workbook, to be ticked off."""
        return self.folder / LIST_FILE


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of `data:` with what it holds: its lines in the spec, its file as known, its period."""

    spec: DataEntry
    first: int
    last: int
    file: str
    period: Period
    tables: tuple[TableData, ...]
    ledgers: tuple[TableData, ...]
    figures: tuple[OneOffData, ...]
    is_ours: bool
    """Whether its workbook is filled in by us, so that an empty one can be made of it."""
    runs_on: bool
    """Whether it has a column for the period: then one workbook holds all periods, and goes on."""

    @property
    def holds(self) -> frozenset[str]:
        """Names of its tables and figures."""
        return frozenset([one.table for one in (*self.tables, *self.ledgers)] + [one.name for one in self.figures])


@dataclass(slots=True)
class _Book:
    """A workbook to be emptied: of which entries, and which sheets it does not need."""

    source: str
    old: Period
    new: Period
    entries: list[_Entry] = field(default_factory=list)
    without: frozenset[str] = frozenset()


def turn_folder(spec: Path, period: str, out: Path | None = None) -> Turned:
    """Make the next period's working folder of this one's, which stays as it is.

    Raises UsageError for a period that is none or the same, and for a target that is not empty.
    """
    try:
        new = Period.parse(period)
    except ValueError as error:
        raise UsageError(f"看不懂期间“{period}”。可以写：2023H2、2023年下半年、2024、2024Q1、2024-01。") from error
    prepared = prepare(spec)
    if new == prepared.period:
        raise UsageError(f"这个文件夹已经是{new.title}的了，请写下一期的期间。")
    target = _target(prepared, new, out)
    turn = _Turn(prepared, new, SpecText.of(read_text(spec, spec.name)))
    turn.all()
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".reportgen-", dir=target.parent))
    try:
        folder = work / target.name
        turn.write(folder)
        listed = _list(folder, spec.name, turn)
        if target.is_dir():
            target.rmdir()
        folder.rename(target)
    except OSError as error:
        raise ReportgenError(f"“{target}”写不进去（{error.strerror or error}）；没有留下半成品。") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Turned(target, listed)


def _target(prepared: Prepared, new: Period, out: Path | None) -> Path:
    folder = prepared.folder.resolve()
    if out is None:
        name = moved(folder.name, prepared.period, new)
        out = folder.with_name(name if name != folder.name else f"{folder.name}_{new.title}")
    target = out.resolve()
    if target.is_relative_to(folder):
        raise UsageError(f"“{out}”在原来的文件夹里面，请换一个地方。")
    if target.is_file() or (target.is_dir() and any(target.iterdir())):
        raise UsageError(f"“{out}”已经存在并且不是空文件夹，没有动它。请用 --out 另写一个名字。")
    return target


def _list(folder: Path, spec: str, turn: _Turn) -> tuple[tuple[str, str, str, str], ...]:
    turned = prepare(folder / spec)
    listed = tuple(rows(turn.steps, tuple(still_typed(turned, turn.new, turn.old))))
    write_list(folder / LIST_FILE, f"{turn.new.title}换期清单", listed)
    return listed


@dataclass(slots=True)
class _Turn:
    prepared: Prepared
    new: Period
    text: SpecText
    steps: list[Step] = field(default_factory=list)
    books: dict[str, _Book] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    """File in the new folder → file of the old one."""
    original: list[str] = field(default_factory=list)
    entries: tuple[_Entry, ...] = ()
    served: set[tuple[Period, str, str]] = field(default_factory=set)
    """Base period, table and goal-or-not that the new spec has an entry for."""

    @property
    def old(self) -> Period:
        return self.prepared.period

    def all(self) -> None:
        """Turn the whole spec."""
        self.original = list(self.text.lines)
        self.entries = tuple(self._read_entries())
        self._head()
        self._document()
        self._facts()
        used = self._used_bases()
        for entry in self.entries:
            if entry.period == self.old:
                self._current(entry)
        for entry in self.entries:
            if entry.period != self.old:
                self._base(entry, used)
        self._unserved(used)

    # --- head, form, figures ---

    def _head(self) -> None:
        report = self.prepared.report
        name = self.prepared.spec.name
        self._put("report", "period", report.at("period").line, self.new.title, f"期间：{self.new.title}")
        if report.as_of and "{" not in report.as_of:
            words = f"上期写的是{report.as_of}；不写就是{self.new.last_day.isoformat()}"
            self.text.note(report.at("as_of").line, key_names("report", "as_of"), words)
            self._say(
                "已办", f"{name} 第{report.at('as_of').line}行", f"截至：改为本期最后一天{self.new.last_day}", words
            )

    def _document(self) -> None:
        document = self.prepared.report.document
        for key, word in (("date", "成文日期"), ("printed_on", "印发日期")):
            value = getattr(document, key)
            if value and "{" not in value:
                self._put("document", key, document.at(key).line, TO_FILL, f"{word}：上期是{value}", todo="要填")
        if document.number and "{" not in document.number:
            number = _YEAR_SIGN.sub(lambda match: f"{match[1]}{self.new.year}", document.number)
            number = _SERIAL.sub(TO_FILL, number) if _SERIAL.search(number) else TO_FILL
            self._put("document", "number", document.at("number").line, number, f"发文字号：{number}", todo="要填")
        if document.issue_no and "{" not in document.issue_no:
            words = f"期号：上期是{document.issue_no}"
            self._put("document", "issue_no", document.at("issue_no").line, TO_FILL, words, todo="要填")

    def _facts(self) -> None:
        for name, one in self.prepared.report.facts.items():
            period = Period.parse(one.period, self.old.year) if one.period else self.old
            if period != self.old:
                where = f"{self.prepared.spec.name} 第{one.at().line}行"
                self._say("请手工改", where, f"数据项“{name}”写明是{period.title}的，没有动", "需要的话改成本期要用的")
                continue
            line = one.at("value").line
            names = key_names("fact", "value")
            if not self.text.has(line, names):
                names = (name,)  # 名称: 4, without keys of its own
            unit = f"（上期是{one.value}{one.unit}）"
            self._put_names(names, line, TO_FILL, f"数据项“{name}”{unit}", "要填")
            if one.period:
                self.text.put(one.at("period").line, key_names("fact", "period"), self.new.title)
            if one.as_of and "{" not in one.as_of:
                self.text.note(one.at("as_of").line, key_names("fact", "as_of"), f"上期写的是{one.as_of}")

    # --- data ---

    def _read_entries(self) -> Iterator[_Entry]:
        report, data = self.prepared.report, self.prepared.data
        starts = [entry.at().line or 1 for entry in report.data]
        bounds = [*starts[1:], len(self.original) + 1]
        for entry, start, bound in zip(report.data, starts, bounds, strict=True):
            first, last = self.text.block(start, max(bound, start + 1))
            file = self._path(entry, self.old)
            period = Period.parse(entry.period, self.old.year) if entry.period else self.old
            tables = tuple(one for one in data.tables if one.entry.spec is entry)
            ledgers = tuple(one for one in data.records if one.entry.spec is entry)
            figures = tuple(
                one
                for one in data.one_offs
                if entry.layout == "list"
                and one.place.file == str(PurePosixPath(file))
                and one.target == bool(entry.as_)
                and one.period == period
            )
            inside = bool(file) and not PurePosixPath(file).is_absolute() and ".." not in PurePosixPath(file).parts
            ours = inside and not entry.columns and not entry.header and entry.layout != "transposed"
            ours = ours and can_be_blanked(Path(file)) and bool(tables or ledgers or figures)
            runs_on = inside and any(self._has_periods(one) for one in (*tables, *ledgers))
            yield _Entry(entry, first, last, file, period, tables, ledgers, figures, ours, runs_on)

    def _has_periods(self, table: TableData) -> bool:
        fields = self.prepared.specs.tables[table.table].fields
        return any(one.role == "period" and one.name in table.columns for one in fields) or (
            any(one.role == "period" for one in fields) and table.period != table.entry.period
        )

    def _path(self, entry: DataEntry, period: Period, text: str | None = None) -> str:
        names: dict[str, str | int | Decimal] = {
            "年": Decimal(period.year),
            "期间": period.title,
            "地区": self.prepared.report.area,
        }
        path = Lines.of_plain_names(names, period).text(entry.workbook if text is None else text, entry.at("workbook"))
        return path.replace("\\", "/")

    def _current(self, entry: _Entry) -> None:
        """This period's own entry: an empty workbook of the same shape, or a file that others will send."""
        spec = entry.spec
        if spec.period:
            self.text.put(spec.at("period").line, key_names("data", "period"), self.new.title)
        if entry.runs_on:
            self._place(entry, entry.file, self.new)
            self.copies[entry.file] = entry.file
            self._say("要填", entry.file, f"加上{self.new.title}的行", "这个工作簿有期间列，各期放在一起，原有的行照旧")
            return
        if spec.as_ and self.new.year == self.old.year and entry.is_ours:
            self._place(entry, entry.file, self.new)
            self.copies[entry.file] = entry.file
            self._say("已办", entry.file, "目标任务同一年度不变，照旧使用", "有调整的请改工作簿")
            return
        file = moved(entry.file, self.old, self.new)
        self._place(entry, file, self.new)
        self._fill_or_ask(entry, file, self.old, self.new)

    def _base(self, entry: _Entry, used: frozenset[str]) -> None:
        """A base period's entry: moved with the report's period, to data at hand where there are."""
        period, relation = self._moved_base(entry.period, used)
        if period == entry.period or entry.runs_on:
            self._keep(entry)
            return
        goal = entry.spec.as_
        sources = [
            one
            for one in self.entries
            if one.period == period and one.spec.as_ == goal and one.holds & entry.holds and one.file
        ]
        have: frozenset[str] = frozenset().union(*(one.holds for one in sources))
        rest = entry.holds - have
        file = moved(entry.file, entry.period, period)
        names = {id(one): self._copy_name(one, period) for one in sources}
        twin = next((one for one in sources if names[id(one)] == file and not one.spec.columns), None)
        if sources and (twin or not rest):
            self._say(
                "已办",
                file if twin else entry.file,
                f"{relation}改用{period.title}的数据",
                "原来的不再需要，没有带过来",
            )
        if twin is None and sources and not rest:
            self.text.drop(entry.first, entry.last)
        elif twin is not None:
            self._move_to(entry, file, period)
            self.copies[file] = twin.file
        else:
            self._move_to(entry, file, period)
            held = frozenset(one.sheet for one in entry.tables if one.table in have)
            self._fill_or_ask(entry, file, entry.period, period, relation, held)
        for one in sources:
            if one is not twin:
                self._again(one, names[id(one)], period, entry.last)
        self.served |= {(period, name, goal) for name in entry.holds | have}

    def _moved_base(self, period: Period, used: frozenset[str]) -> tuple[Period, str]:
        """The base period that plays the same part for the new period, and that part; itself where it plays none."""
        parts = [name for name in BASE_PERIODS if period in self.old.base(name)]
        parts.sort(key=lambda name: name not in used)
        if not parts:
            return period, ""
        wanted = self.new.base(parts[0])
        return (period if period in wanted else wanted[0]), parts[0]

    def _keep(self, entry: _Entry) -> None:
        self._place(entry, entry.file, self.new)
        if self._is_here(entry.file):
            self.copies[entry.file] = entry.file
        self.served |= {(entry.period, name, entry.spec.as_) for name in entry.holds}
        self._say("已办", entry.file or self._where(entry), f"{entry.period.title}的数据照旧使用")

    def _move_to(self, entry: _Entry, file: str, period: Period) -> None:
        """Let a base entry name another file and period."""
        spec = entry.spec
        self.text.put(spec.at("period").line, key_names("data", "period"), period.title)
        self._place(entry, file, self.new, (entry.period, period))

    def _place(self, entry: _Entry, file: str, period: Period, shift: tuple[Period, Period] | None = None) -> None:
        """Write path, sheet and date of an entry for the new spec; a path with tags stays where they give this file."""
        spec = entry.spec
        shift = shift or (self.old, self.new)
        if spec.workbook and file != self._path(spec, period):
            turned = moved(spec.workbook, *shift)
            path = turned if self._path(spec, period, turned) == file else file
            names = key_names("data", "workbook")
            if not self.text.put(spec.at("workbook").line, names, path) and not self._put_short(entry, path):
                self._say("请手工改", self._where(entry), f"工作簿路径改为 {path}", "程序没有找到它写在哪里")
        if shift == (self.old, self.new) and entry.period != self.old:
            return
        if spec.sheet and (sheet := moved(spec.sheet, *shift)) != spec.sheet:
            self.text.put(spec.at("sheet").line, key_names("data", "sheet"), sheet)
        if spec.as_of and "{" not in spec.as_of:
            if entry.is_ours:
                self.text.note(spec.at("as_of").line, key_names("data", "as_of"), f"上期写的是{spec.as_of}")
            else:
                line, names = spec.at("as_of").line, key_names("data", "as_of")
                self._put_names(names, line, TO_FILL, f"这份数据的截至日期：上期是{spec.as_of}", "要填")

    def _put_short(self, entry: _Entry, path: str) -> bool:
        """An entry written as a bare path (- data/甲.xlsx) becomes one with a key."""
        line = self.text.lines[entry.first - 1]
        match = re.fullmatch(r"(\s*-\s+)[^{].*", line)
        if match is None or entry.first != entry.spec.at("workbook").line:
            return False
        self.text.lines[entry.first - 1] = f"{match[1]}工作簿: x"
        return self.text.put(entry.first, ("工作簿",), path)

    def _fill_or_ask(
        self,
        entry: _Entry,
        file: str,
        old: Period,
        new: Period,
        relation: str = "",
        without: frozenset[str] = frozenset(),
    ) -> None:
        """Make an empty workbook where its shape is ours; else tell that others are to provide it."""
        whose = f"{relation}（{new.title}）的" if relation else "本期的"
        spare = "；没有的话删掉这一项，模板里“可略”的话会自动略去" if relation else ""
        if entry.is_ours:
            self.books.setdefault(file, _Book(entry.file, old, new, [], without)).entries.append(entry)
            names = "、".join(dict.fromkeys(t.sheet for t in (*entry.tables, *entry.ledgers))) or "清单"
            note = "台账只留了表头，接着用的行请从上期工作簿里抄过来" if entry.ledgers else "表头、单位、各行名称都在"
            self._say("要填", file, f"填{whose}{names}", f"{note}{spare}")
        else:
            what = file or "数据库查询"
            self._say("要提供", self._where(entry), f"放入{whose}{what}", f"是别的单位的表或查询，程序不造空表{spare}")

    def _copy_name(self, source: _Entry, period: Period) -> str:
        """Where a workbook lies once it is a base's: in a folder of its period, where its name does not tell it."""
        if moved(source.file, period, self.new) != source.file or source.period != self.old:
            return source.file
        path = PurePosixPath(source.file)
        return str(path.parent / period.title / path.name)

    def _again(self, source: _Entry, file: str, period: Period, after: int) -> None:
        """Add an entry for a workbook that was the current one, marked with its own period."""
        spec, first = source.spec, source.first
        if all((period, name, spec.as_) in self.served for name in source.holds):
            return
        part = SpecText(list(self.original[first - 1 : source.last]))
        if spec.workbook and not spec.sql:
            names = key_names("data", "workbook")
            if not part.put((spec.at("workbook").line or first) - first + 1, names, file):
                match = re.match(r"\s*-\s+", part.lines[0])
                part.lines = [f"{match[0] if match else '  - '}工作簿: {file}"]
            if self._is_here(source.file):
                self.copies[file] = source.file
        if not spec.period:
            added = [f"期间: {period.title}"]
            if not spec.as_of and self.prepared.as_of != period.last_day and source.period == self.old:
                added.append(f"截至: {self.prepared.as_of.isoformat()}")
            _add_keys(part, added)
        self.text.add_after(after, part.text().split("\n"))
        self.served |= {(period, name, spec.as_) for name in source.holds}
        self._say("已办", file, f"上期的数据留作{period.title}的基数")

    def _used_bases(self) -> frozenset[str]:
        """The base periods that templates, formulas and tables name."""
        report = self.prepared.report
        parts: list[str] = []
        for file in report.body_files:
            try:
                parts += _TAGS.findall(read_text(self.prepared.folder / file, file))
            except (FindingsError, OSError):
                continue
        parts += [column.name for table in report.tables.values() for column in table.columns]
        read = {one.table for one in (*self.prepared.data.tables, *self.prepared.data.records)}
        for name in read:
            table = self.prepared.specs.tables[name]
            parts += [one.formula for one in (*table.fields, *table.indicators) if one.formula]
        text = "\n".join(parts)
        return frozenset(name for name, pattern in _USES.items() if pattern.search(text))

    def _unserved(self, used: Iterable[str]) -> None:
        """Bases that the report's words use and no entry gave: from what is at hand, else told."""
        for name in BASE_PERIODS:
            wanted = self.new.base(name)
            if name not in used or any(period in wanted for period, _, goal in self.served if not goal):
                continue
            sources = [
                one
                for one in self.entries
                if one.period in wanted and not one.spec.as_ and one.spec.layout != "list" and one.holds
            ]
            last = max((entry.last for entry in self.entries), default=0)
            for one in sources:
                self._again(one, self._copy_name(one, one.period), one.period, last)
            if not sources:
                words = f"模板用到{name}（{wanted[0].title}），手头没有数据"
                why = "有的话在“数据”里加一项并写明期间；没有的话“可略”的话会自动略去"
                self._say("要提供", self.prepared.spec.name, words, why)

    # --- files ---

    def write(self, folder: Path) -> None:
        """Write the new folder: what is carried over, the turned spec, the emptied workbooks."""
        source = self.prepared.folder
        known = {(source / entry.file).resolve() for entry in self.entries if entry.file}
        always = shutil.ignore_patterns(*_LEFT_BEHIND)

        def ignored(where: str, names: list[str]) -> set[str]:
            return always(where, names) | {name for name in names if (Path(where) / name).resolve() in known}

        shutil.copytree(source, folder, ignore=ignored)
        for file, old in self.copies.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / old, folder / file)
        for file, book in self.books.items():
            blank_book(
                source / book.source,
                folder / file,
                [one for entry in book.entries for one in entry.tables],
                [one for entry in book.entries for one in entry.ledgers],
                [one for entry in book.entries for one in entry.figures],
                turn=partial(moved_text, old=book.old, new=book.new),
                without=book.without,
            )
        name = self.prepared.spec.name
        self.steps = [replace(step, where=self._now_at(step.where)) for step in self.steps]
        newline = "\r\n" if b"\r\n" in self.prepared.spec.read_bytes() else "\n"
        (folder / name).write_text(self.text.text(), encoding="utf-8", newline=newline)

    def _is_here(self, file: str) -> bool:
        path = PurePosixPath(file)
        inside = bool(file) and not path.is_absolute() and ".." not in path.parts
        return inside and (self.prepared.folder / file).is_file()

    # --- words ---

    def _now_at(self, where: str) -> str:
        """A line of the spec as the new folder counts it."""
        match = re.fullmatch(rf"{re.escape(self.prepared.spec.name)} 第(\d+)行", where)
        return f"{self.prepared.spec.name} 第{self.text.now_at(int(match[1]))}行" if match else where

    def _where(self, entry: _Entry) -> str:
        return f"{self.prepared.spec.name} 第{entry.first}行"

    def _put(self, mapping: str, key: str, line: int | None, value: str, what: str, todo: str = "已办") -> None:
        self._put_names(key_names(mapping, key), line, value, what, todo)

    def _put_names(self, names: tuple[str, ...], line: int | None, value: str, what: str, todo: str) -> None:
        where = f"{self.prepared.spec.name} 第{line}行"
        if not self.text.put(line, names, value):
            self._say("请手工改", where, what, f"应写成“{value}”，程序没有找到它写在哪里")
        else:
            self._say(todo, where, what)

    def _say(self, todo: str, where: str, what: str, why: str = "") -> None:
        self.steps.append(Step(todo, where, what, why))


_DAY = re.compile(r"(截至|截止到?|截止)(?:19|20)\d\d年\d{1,2}月\d{1,2}日")


def moved_text(text: str, old: Period, new: Period) -> str:
    """A sheet's title or note for the new period, the day that its data end on too."""
    day = new.last_day
    text = _DAY.sub(lambda match: f"{match[1]}{day.year}年{day.month}月{day.day}日", text)
    return moved(text, old, new)


def _add_keys(part: SpecText, added: list[str]) -> None:
    """Add keys to an entry, in its own manner: behind its first line, or within its braces."""
    line = part.lines[0]
    if re.match(r"\s*-\s*\{(?!\{)", line):
        end = part.lines[-1].rstrip()
        part.lines[-1] = f"{end.removesuffix('}')}, {', '.join(added)}}}"
        return
    match = re.match(r"\s*-\s+", line)
    indent = " " * (len(match[0]) if match else 4)
    part.lines[1:1] = [f"{indent}{key}" for key in added]
