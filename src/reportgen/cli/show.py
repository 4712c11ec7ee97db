"""How findings look on a terminal: a table with the place, what was found and what to do."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from reportgen.errors import Finding, Severity, in_order

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}
_NARROWEST = 60
_PIPE_WIDTH = 120


def print_findings(findings: tuple[Finding, ...]) -> None:
    """Print the findings, errors first, and count them; on standard error where any stops the work."""
    from reportgen.build.confidential import discreet

    ordered = in_order(discreet(findings))
    stops = any(finding.severity is Severity.ERROR for finding in ordered)
    stream = sys.stderr if stops else sys.stdout
    console = Console(file=stream, width=None if stream.isatty() else _PIPE_WIDTH, highlight=False)
    if console.width < _NARROWEST:
        for finding in ordered:
            console.print(Text(f"[{finding.severity.title}] {finding}"))
    else:
        console.print(_table(ordered))
    counts = Counter(finding.severity for finding in ordered)
    told = "，".join(f"{severity.title}{counts[severity]}条" for severity in sorted(counts, reverse=True))
    console.print(Text(f"共{told}。" + ("有错误，没有生成文件。" if stops else "")))


def print_rows(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows as a compact table."""
    console = Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, expand=False)
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading == headings[0])
    for row in rows:
        table.add_row(*(Text(text) for text in row))
    console.print(table)


def _table(findings: tuple[Finding, ...]) -> Table:
    table = Table(box=box.SQUARE, show_lines=True, expand=False)
    table.add_column("级别", no_wrap=True)
    table.add_column("位置", overflow="fold", max_width=44)
    table.add_column("问题和建议", overflow="fold")
    table.add_column("代码", no_wrap=True, style="dim")
    for finding in findings:
        words = Text(finding.words)
        if finding.advice:
            words.append(f"\n建议：{finding.advice}", style="green")
        level = Text(finding.severity.title, style=_STYLES[finding.severity])
        table.add_row(level, Text(str(finding.place)), words, Text(finding.code))
    return table
