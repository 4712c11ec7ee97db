"""What stands behind the text: which attachments are printed as annexes, and which are files of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportgen.build.lines import Lines
from reportgen.build.prepare import Prepared
from reportgen.document import Annex, Block, Run, Table, unfolded
from reportgen.errors import Finding, FindingsError, Severity
from reportgen.place import Place
from reportgen.spec.model import Attachment
from reportgen.spec.text import read_text
from reportgen.templating import Rendering, lay_out, render_all

_PLAIN_TEXT = ".txt"
_TAGS = ("{{", "{%", "｛｛", "｛%", "｛％")


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A finished file that goes out beside the report.

    name    what it is called there: its label and title, with the ending of the file
    source  the file; `place` is where the spec names it
    """

    name: str
    source: Path
    place: Place


@dataclass(slots=True)
class Annexes:
    """The attachments of one area's report; filled once, in the order of the list of attachments.

    body  the blocks of the text: tables in annexes are numbered on from those in it
    """

    prepared: Prepared
    lines: Lines
    body: tuple[Block, ...]
    printed: list[Annex] = field(default_factory=list)
    files: list[AttachedFile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _tables: int = field(init=False)

    def __post_init__(self) -> None:
        self._tables = _count_tables(self.body)
        attachments = self.prepared.report.document.attachments
        for number, one in enumerate(attachments, start=1):
            self._take(one, f"附件{number}" if len(attachments) > 1 else "附件")

    def _take(self, one: Attachment, label: str) -> None:
        # What is wrong with the title is told where the list of attachments prints it.
        title = Lines(self.lines.scope).runs(one.title, one.at("title"))
        if one.table:
            if one.table in self.lines.scope.tables:
                table = self.lines.scope.tables[one.table]
                # The annex's title says what the table is.
                self.printed.append(Annex(label, title, (replace(table, caption=()),)))
        elif one.template:
            template = self.prepared.annexes.get(one.template)
            if template is not None:
                scope = replace(self.lines.scope, placed=self._tables)
                self._print(label, title, render_all((template,), scope))
        elif one.file:
            self._take_file(one, label, title)

    def _take_file(self, one: Attachment, label: str, title: tuple[Run, ...]) -> None:
        file = self.lines.text(one.file, one.at("file"))
        source = self.prepared.folder / file
        if not source.is_file():
            if file:
                self._tell("SPEC-NO-FILE", one.at("file"), f"没有附件文件“{file}”。", "请核对文件名和路径。")
        elif source.suffix.lower() == _PLAIN_TEXT:
            try:
                text = read_text(source, file)
            except FindingsError as error:
                self.findings += error.findings
                return
            self.findings += _tags_in(text, file)
            self._print(label, title, lay_out(text, file, replace(self.lines.scope, placed=self._tables)))
        else:
            words = "".join(run.text for run in title)
            self.files.append(AttachedFile(f"{label}：{words}{source.suffix}", source, one.at("file")))

    def _print(self, label: str, title: tuple[Run, ...], rendering: Rendering) -> None:
        self.printed.append(Annex(label, title, rendering.blocks))
        self.findings += rendering.findings
        self._tables += _count_tables(rendering.blocks)

    def _tell(self, code: str, place: Place, words: str, advice: str) -> None:
        self.findings.append(Finding(code, Severity.ERROR, place, words, advice))


def _count_tables(blocks: Iterable[Block]) -> int:
    return sum(isinstance(block, Table) for block in unfolded(blocks))


def _tags_in(text: str, file: str) -> Iterator[Finding]:
    """A text that is printed as it stands may hold no tags: they would be printed too."""
    for number, line in enumerate(text.splitlines(), start=1):
        if any(tag in line for tag in _TAGS):
            words = "附件的原文里有模板的写法，会原样印出来。"
            advice = "要填数字的，请把这个附件的“文件”改写成“模板”。"
            yield Finding("SPEC-VALUE", Severity.ERROR, Place(file, number), words, advice)
            return


def text_files(attachments: Iterable[Attachment]) -> tuple[str, ...]:
    """The texts that annexes are printed from, by their paths in the spec."""
    files = (one.template or (one.file if one.file.lower().endswith(_PLAIN_TEXT) else "") for one in attachments)
    return tuple(filter(None, files))


def contents(files: Iterable[AttachedFile]) -> Mapping[str, bytes]:
    """Read the files that go out beside the report, by the names they have there.

    Raises FindingsError for all that cannot be read.
    """
    found: dict[str, bytes] = {}
    faults = []
    for file in files:
        try:
            found[file.name] = file.source.read_bytes()
        except OSError:
            words = f"附件文件“{file.source.name}”读不出来，可能正被占用，或没有权限。"
            faults.append(Finding("SPEC-FILE", Severity.ERROR, file.place, words, "请关闭它后重试。"))
    if faults:
        raise FindingsError(tuple(faults))
    return found
