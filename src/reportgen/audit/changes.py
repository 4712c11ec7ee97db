"""What changed between two proofs of one report: which printed numbers differ, came, or went."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from difflib import SequenceMatcher

from reportgen.audit.proof import Calculation, Evidence, Kind, Number, Proof

_TOLD = (Kind.TRACED, Kind.QUOTED, Kind.MISSING, Kind.LITERAL, Kind.DECLARED)
# A number next to a typed one may change as well; the words around are the same all the same.
_FIGURES = re.compile(r"[0-9.]+")


@dataclass(frozen=True, slots=True)
class Change:
    """One printed number that is another now.

    old, new  as printed; "" where the number came or went
    where     its place in the new document, or in the old one where it went
    name      what it is: area and indicator, or the words around it for a typed number
    """

    where: str
    name: str
    old: str
    new: str
    before: str
    after: str

    def __str__(self) -> str:
        words = self.name or f"{self.before}【】{self.after}"
        if not self.old:
            return f"{self.where}　{words}：新增“{self.new}”"
        if not self.new:
            return f"{self.where}　{words}：不再出现（原为“{self.old}”）"
        return f"{self.where}　{words}：{self.old} → {self.new}"


def changed(old: Proof, new: Proof) -> tuple[Change, ...]:
    """List the printed data numbers that differ, in reading order; dates, numberings, names and slogans are not told.

    Numbers are paired by what they are (indicator and area), in the order of the text, so that a moved paragraph or a
    new clause does not make every later number look changed.
    """
    before = [number for number in old.numbers if number.kind in _TOLD]
    after = [number for number in new.numbers if number.kind in _TOLD]
    matcher = SequenceMatcher(
        None, [_same(old, number) for number in before], [_same(new, number) for number in after], False
    )
    changes: list[Change] = []
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            pairs = zip(before[i1:i2], after[j1:j2], strict=True)
            changes += [_change(new, b, a) for b, a in pairs if b.text != a.text]
        else:
            changes += [_change(old, number, None) for number in before[i1:i2]]
            changes += [_change(new, None, number) for number in after[j1:j2]]
    return tuple(changes)


def _same(proof: Proof, number: Number) -> Hashable:
    """What must agree for two numbers to be the same one: not the value, not the period."""
    if number.uses:
        return tuple((proof[use.evidence].area, _name(proof[use.evidence])) for use in number.uses)
    return (_FIGURES.sub("#", number.before)[-4:], _FIGURES.sub("#", number.after)[:4])


def _name(evidence: Evidence) -> str:
    """The indicator; for a value made in the template its formula, which holds while its numbers change."""
    if evidence.indicator or evidence.title:
        return evidence.indicator or evidence.title
    return evidence.origin.formula if isinstance(evidence.origin, Calculation) else evidence.name


def _change(proof: Proof, old: Number | None, new: Number | None) -> Change:
    shown = new or old
    assert shown is not None
    names = [f"{proof[use.evidence].area}{proof[use.evidence].name}" for use in shown.uses]
    return Change(
        where=shown.where,
        name="、".join(dict.fromkeys(names)),
        old=old.text if old else "",
        new=new.text if new else "",
        before=shown.before,
        after=shown.after,
    )
