"""One-line texts of a report spec that hold Jinja (title, dates, paths, 公文 fields) and their rendering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from reportgen.document import Run
from reportgen.errors import Finding, Severity
from reportgen.period import Period
from reportgen.place import Place
from reportgen.quantity.dates import read_date
from reportgen.templating import Pieces, Scope, render_line


@dataclass(slots=True)
class Lines:
    """Renders the spec's lines in one scope and gathers what is wrong in them."""

    scope: Scope
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def of_plain_names(cls, names: Mapping[str, str | int | Decimal], period: Period) -> Lines:
        """Lines that can name nothing but these: read before any data are."""
        return cls(Scope(names=names, lookup=lambda *_: None, siblings=lambda area: (area,), period=period))

    def runs(self, source: str, place: Place, *, breaks: bool = False) -> tuple[Run, ...]:
        """Render a line; empty where it is empty or faulty. With `breaks`, `\\\\` in it breaks the line."""
        if not source:
            return ()
        runs, findings = render_line(source, place, self.scope, breaks=breaks)
        self.findings += findings
        return runs

    def text(self, source: str, place: Place) -> str:
        """Render a line to plain text."""
        return "".join(run.text for run in self.runs(source, place))

    def value(self, source: str, place: Place) -> object:
        """Render a line that templates print in their turn: a text, or pieces where it prints facts."""
        runs = self.runs(source, place)
        return Pieces(runs) if any(run.facts for run in runs) else "".join(run.text for run in runs)

    def day(self, source: str, place: Place) -> date | None:
        """Render a line that says a day; None where it is empty or says none."""
        text = self.text(source, place)
        if not text:
            return None
        day = read_date(text)
        if day is None:
            words = f"“{text}”不是日期。"
            self.findings.append(Finding("BUILD-DATE", Severity.ERROR, place, words, "请写成 2023-06-30 的样子。"))
        return day
