"""What the official form puts around the body, form by form: masthead, title, recipients, signature, imprint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from reportgen.build.lines import Lines
from reportgen.document import (
    AttachmentNote,
    Block,
    Imprint,
    Layout,
    Masthead,
    Paragraph,
    Role,
    Run,
    Signature,
)
from reportgen.errors import Finding, Severity
from reportgen.quantity.dates import print_date
from reportgen.spec.model import ReportSpec

Runs = tuple[Run, ...]

_BRACKETS = str.maketrans("[]［］【】()（）", "〔〕〔〕〔〕〔〕〔〕")
# A number not yet given is left free, to be written in by hand.
_NUMBER = re.compile(r".+〔(?:19|20)\d{2}〕(?:[1-9]\d*|\s*|　*)号")
_SECRECY = re.compile(r"(?:绝密|机密|秘密)(?:★(?:[1-9]\d*(?:年|个月|天)|长期))?")
_COPY_DIGITS = 6  # GB/T 9704-2012 §7.2.1
_SIGNED = (Layout.PLAIN, Layout.RED_HEAD, Layout.LETTER)
_ATTENDANCE = (("出席", "present"), ("请假", "absent"), ("列席", "attending"))


@dataclass(frozen=True, slots=True)
class Form:
    """The elements of one report's form, rendered by its lines (GB/T 9704-2012 §7, §10)."""

    report: ReportSpec
    lines: Lines
    authority: tuple[str, ...]
    day: date | None

    @property
    def layout(self) -> Layout:
        """The form that the report goes out in."""
        return Layout(self.report.layout)

    def head(self, title: Runs) -> Iterator[Block]:
        """Masthead, title, subtitle and main recipients."""
        yield from self._masthead()
        preface = self._runs("preface") if self.layout is Layout.BRIEF else ()
        if preface:
            lead = () if _text(preface).startswith(("按语", "编者按", "【")) else (Run("按语："),)
            yield Paragraph(Role.PREFACE, (*lead, *preface))
        if title:
            yield Paragraph(Role.TITLE, title)
        subtitle = self.lines.runs(self.report.subtitle, self.report.at("subtitle"))
        if subtitle:
            yield Paragraph(Role.SUBTITLE, subtitle)
        if self.layout is Layout.NEWS:
            yield from self._source()
        recipients = [name.rstrip("：:") for name in self._texts("to")] if self.layout in _SIGNED else []
        if recipients:
            yield Paragraph(Role.RECIPIENT, (Run("，".join(recipients) + "："),))

    def tail(self) -> Iterator[Block]:
        """附件说明, signature with date, 附注, or what the form has in their place."""
        document = self.report.document
        if document.attachments:
            titles = (self.lines.runs(one.title, one.at("title")) for one in document.attachments)
            yield AttachmentNote(tuple(titles))
        if self.layout is Layout.MINUTES:
            yield from self._attendance()
        if self.layout in _SIGNED and (self.authority or self.day is not None):
            day = "" if self.day is None else print_date(self.day)
            yield Signature((Run("　".join(self.authority)),), (Run(day),), document.seal)
        if self.layout is Layout.NEWS and (byline := self._runs("byline")):
            lead = () if "：" in _text(byline) or ":" in _text(byline) else (Run("供稿："),)
            yield Paragraph(Role.BYLINE, bracketed((*lead, *byline)))
        note = self._runs("note")
        if note:
            yield Paragraph(Role.NOTE, bracketed(note))

    def imprint(self) -> Iterator[Block]:
        """What stands at the foot of the last page, behind the annexes too (§7.4)."""
        copied = tuple(("抄送", self._listed(name)) for name in ("cc",) if self.report.document.cc)
        block: Imprint | None = None
        if self.layout in (Layout.RED_HEAD, Layout.MINUTES):
            printed_on = self._day("printed_on")
            right = (*printed_on, Run("印发")) if printed_on else ()
            block = Imprint(copied, self._runs("printed_by"), right)
        elif self.layout is Layout.LETTER:
            block = Imprint(copied, ruled=False)
        elif self.layout is Layout.BRIEF:
            lists = (("报", "report_to"), ("送", "send_to"), ("发", "issue_to"))
            got = tuple((label, self._listed(key)) for label, key in lists if getattr(self.report.document, key))
            block = Imprint(got, (), self._copies(), Role.COPIES)
        if block is not None and (block.lists or block.left or block.right):
            yield block

    def _masthead(self) -> Iterator[Masthead]:
        match self.layout:
            case Layout.RED_HEAD | Layout.LETTER:
                names, word = self._mark()
                signers = () if self.layout is Layout.LETTER else self._each("signers")
                yield replace(self._top(names), word=word, number=self._number(), signers=signers)
            case Layout.MINUTES | Layout.BRIEF:
                editor = self._runs("editor") or ((Run(self.authority[0]),) if self.authority else ())
                day = (Run(print_date(self.day)),) if self.day is not None else ()
                number = self._number() if self.layout is Layout.MINUTES else ()
                top = self._top((self._runs("masthead"),))
                yield replace(top, number=number, issue_no=self._issue(), editor=editor, day=day)
            case Layout.PLAIN | Layout.NEWS:
                return

    def _top(self, names: tuple[Runs, ...]) -> Masthead:
        return Masthead(
            self.layout, names, copy_no=self._copy_no(), secrecy=self._secrecy(), urgency=self._runs("urgency")
        )

    def _mark(self) -> tuple[tuple[Runs, ...], Runs]:
        """The issuing authorities' mark: one with 文件 behind it, several with 文件 beside them; a letter has none."""
        own = self._runs("masthead")
        if own:
            return (own,), ()
        names = self.authority
        if self.layout is Layout.LETTER:  # §10.1: a joint letter bears the first authority's mark
            return tuple((Run(name),) for name in names[:1]), ()
        if len(names) == 1:
            return ((Run(names[0] + "文件"),),), ()
        return tuple((Run(name),) for name in names), (Run("文件"),)

    def _number(self) -> Runs:
        runs = tuple(replace(run, text=run.text.translate(_BRACKETS)) for run in self._runs("number"))
        text = _text(runs).strip()
        if text and not _NUMBER.fullmatch(text):
            words = f"发文字号“{text}”不合规定的写法。"
            advice = "请照“江乡振发〔2023〕7号”的样子写：年份四位、用六角括号，序号不加“第”、不补零。"
            self._tell("number", words, advice)
        return runs

    def _secrecy(self) -> Runs:
        runs = self._runs("secrecy")
        text = _text(runs)
        if text and not _SECRECY.fullmatch(text.strip()):
            self._tell("secrecy", f"密级“{text}”不合规定的写法。", "请写成 秘密★1年，期限用阿拉伯数字。")
        return runs

    def _copy_no(self) -> Runs:
        """The copy number in six digits (§7.2.1)."""
        runs = self._runs("copy_no")
        text = _text(runs).strip()
        if not text:
            return ()
        if not (text.isascii() and text.isdigit() and len(text) <= _COPY_DIGITS):
            self._tell("copy_no", f"份号“{text}”不是6位以内的数字。", "请写成 000001；不足6位的自动补零。")
            return runs
        facts = tuple(fact for run in runs for fact in run.facts)
        return (replace(runs[0], text=text.zfill(_COPY_DIGITS), facts=facts),)

    def _issue(self) -> Runs:
        runs = self._runs("issue_no")
        return (Run("第"), *runs, Run("期")) if _text(runs).strip().isdigit() else runs

    def _copies(self) -> Runs:
        runs = self._runs("copies")
        text = _text(runs).strip()
        if text.isdigit():
            runs = (*runs, Run("份"))
        if text and "印" not in text:
            runs = (Run("共印"), *runs)
        return bracketed(runs) if text else ()

    def _source(self) -> Iterator[Paragraph]:
        """Under a piece of news: who tells it, and when."""
        parts = ["　".join(self.authority)] if self.authority else []
        parts += [print_date(self.day)] if self.day is not None else []
        if parts:
            yield Paragraph(Role.SOURCE, (Run("　".join(parts)),))

    def _attendance(self) -> Iterator[Paragraph]:
        for label, key in _ATTENDANCE:
            if getattr(self.report.document, key):
                lead = Run(f"{label}：", role=Role.ATTENDANCE_LABEL)
                yield Paragraph(Role.ATTENDANCE, (lead, *self._listed(key, "、")))

    def _runs(self, key: str) -> Runs:
        document = self.report.document
        return self.lines.runs(getattr(document, key), document.at(key))

    def _texts(self, key: str) -> list[str]:
        return [_text(runs) for runs in self._each(key)]

    def _each(self, key: str) -> tuple[Runs, ...]:
        document = self.report.document
        return tuple(self.lines.runs(one, document.at(key)) for one in getattr(document, key))

    def _listed(self, key: str, between: str = "，") -> Runs:
        """Several names with a sign between; a full stop behind them is the form's to set (§7.4.2)."""
        runs: list[Run] = []
        for at, one in enumerate(self._each(key)):
            runs += [Run(between)] if at else []
            runs += one
        if runs:
            runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip("。"))
        return tuple(runs)

    def _day(self, key: str) -> Runs:
        document = self.report.document
        day = self.lines.day(getattr(document, key), document.at(key))
        if day is not None and self.day is not None and day < self.day:
            words = f"印发日期{day}早于成文日期{self.day}。"
            place, advice = document.at(key), "印发总在成文之后，请核对这两个日期。"
            self.lines.findings.append(Finding("BUILD-DATE", Severity.ERROR, place, words, advice))
        return (Run(print_date(day)),) if day is not None else ()

    def _tell(self, key: str, words: str, advice: str) -> None:
        place = self.report.document.at(key)
        self.lines.findings.append(Finding("BUILD-FORM", Severity.WARNING, place, words, advice))


def bracketed(runs: Runs) -> Runs:
    """Set in full-width brackets what is not yet."""
    return runs if _text(runs).startswith("（") else (Run("（"), *runs, Run("）"))


def _text(runs: Runs) -> str:
    return "".join(run.text for run in runs)
