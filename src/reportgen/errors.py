"""Every error that a user can meet: findings with their place, and the exceptions that carry them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum

from reportgen.place import Place


class Severity(IntEnum):
    """How much a finding weighs. An ERROR stops the build; a WARNING and a NOTICE are told and go on."""

    NOTICE = 1
    WARNING = 2
    ERROR = 3

    @property
    def title(self) -> str:
        """The word a user reads."""
        return {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTICE: "提示"}[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong, or worth knowing, with its place.

    code      stands in `CODES`, e.g. "DATA-ERROR-CELL"
    place     where the user must look
    words     what was found, in the user's own words; a whole Chinese sentence
    advice    what to do next; may be empty
    """

    code: str
    severity: Severity
    place: Place
    words: str
    advice: str = ""

    def __str__(self) -> str:
        advice = f"\n  建议：{self.advice}" if self.advice else ""
        return f"{self.place}：{self.words}{advice}"


# What each code means, for the reference in docs/. Each room words its own findings; the code table stands here.
CODES: dict[str, str] = {
    # spec
    # sources
    # indicators
    # templating
    # word, html, pdf
    # audit
    # build
}


class ReportgenError(Exception):
    """Anything that stops the work and that a user can mend."""


class FindingsError(ReportgenError):
    """The work stops because of findings; all of them are carried, in the order of their places."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = in_order(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        return "\n".join(str(finding) for finding in self.findings)


class UsageError(ReportgenError):
    """The command was called in a way that makes no sense (exit code 2)."""


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings for reading: errors first, then by place; equal ones once."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda f: (-f.severity, f.place.sort_key(), f.code, f.words)))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any finding stops the work."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def nearest(wanted: str, known: Iterable[str]) -> str | None:
    """Give the known name that is nearest to the wanted one, or None where none is near.

    >>> nearest("消除风险户", ["消除风险户数", "监测对象户数"])
    '消除风险户数'
    """
    names: Sequence[str] = sorted(set(known))
    close = get_close_matches(wanted, names, n=1, cutoff=0.6)
    if close:
        return close[0]
    return next((name for name in names if len(wanted) >= 2 and (wanted in name or name in wanted)), None)


def did_you_mean(wanted: str, known: Iterable[str], otherwise: str) -> str:
    """Word the advice for an unknown name: the nearest known one, or `otherwise`."""
    close = nearest(wanted, known)
    return f"是否想写“{close}”？" if close else otherwise
