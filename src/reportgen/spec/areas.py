"""The tree of areas: who lies below whom, in print order, and which area a written name means."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reportgen.errors import Finding, Severity, did_you_mean, nearest
from reportgen.place import Place
from reportgen.spec.model import Area

OWN_LEVEL = "本级"
_BLANKS = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")
_MAX_DEPTH = 10
_MANY, _COMPARED = 500, 50
"""Names that are compared one by one with a wrong one; of more than that, the likeliest few."""
_LEVELS = (
    # how a name ends, its level, its kind
    (r"本级", "", OWN_LEVEL),
    (r"街道(办事处|办)?", "乡镇", "街道"),
    (r"[镇乡]", "乡镇", ""),
    (r"(居委会|社区)", "村", "社区"),
    (r"村(委会)?", "村", "村"),
    (r"[县区旗]", "县", ""),
    (r"[市州盟]", "市", ""),
)


def folded(name: str) -> str:
    """Give an area's name as it is compared: NFKC, without any blanks, visible or not."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", name))


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One row of a sheet 行政区划; `above` is the name of the area that it belongs to, empty for the topmost."""

    name: str
    place: Place
    above: str = ""
    short: str = ""
    full: str = ""
    aliases: tuple[str, ...] = ()
    level: str = ""
    kind: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class AreaTree:
    """All areas of a report, from the topmost down.

    An area that says no level has its siblings', or the one that its name ends with (青石镇: 乡镇); likewise its kind.
    Two villages of different townships may share a short name or alias (上坪村): it means one of them only where the
    township is known, and their own names (清水乡上坪村) keep them apart.
    """

    root: Area
    _all: tuple[Area, ...] = field(init=False, repr=False, compare=False)
    _by_name: dict[str, Area] = field(init=False, repr=False, compare=False)
    _above: dict[str, Area] = field(init=False, repr=False, compare=False)
    _known_as: dict[str, Area] = field(init=False, repr=False, compare=False)
    _by_sign: dict[str, list[str]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _shared: dict[str, tuple[Area, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "root", _completed(self.root, ""))
        everyone = tuple(_walk(self.root))
        object.__setattr__(self, "_all", everyone)
        object.__setattr__(self, "_by_name", {area.name: area for area in reversed(everyone)})
        object.__setattr__(self, "_above", {child.name: area for area in everyone for child in area.below})
        meant: dict[str, dict[str, Area]] = {}
        for names in (_own, _short, _full, _aliases):
            for area in everyone:
                for name in names(area):
                    meant.setdefault(folded(name), {}).setdefault(area.name, area)
        one = {key: next(iter(some.values())) for key, some in meant.items()}
        known = {key: area for key, area in one.items() if len(meant[key]) == 1 or folded(area.name) == key}
        object.__setattr__(self, "_known_as", known)
        object.__setattr__(self, "_shared", {key: tuple(meant[key].values()) for key in meant if key not in known})

    @classmethod
    def flat(cls, root_name: str, names: Iterable[str]) -> AreaTree:
        """Make the tree of a report without an areas file: every name lies one level under the report's own area."""
        own = folded(root_name)
        below = {folded(name): Area(name=_BLANKS.sub("", name)) for name in names if folded(name) not in ("", own)}
        return cls(Area(name=root_name, below=tuple(below.values())))

    def all(self) -> tuple[Area, ...]:
        """Every area, each before the ones below it, in print order."""
        return self._all

    def names(self) -> tuple[str, ...]:
        """The name of every area, in print order."""
        return tuple(area.name for area in self._all)

    def levels(self) -> tuple[str, ...]:
        """The levels that areas have, from the top down: 县, 乡镇, 村."""
        return tuple(dict.fromkeys(area.level for area in self._all if area.level))

    def get(self, name: str) -> Area | None:
        """The area of exactly that name."""
        return self._by_name.get(name)

    def resolve(self, text: str, within: Area | None = None) -> Area | None:
        """The area that a written name means: its name, short name, full name or alias; never a part of one.

        A name that areas share means the one below `within`.
        """
        key = folded(text)
        if within is not None and key in self._shared:
            return next((area for area in self._shared[key] if self._lies_below(area, within)), None)
        return self._known_as.get(key)

    def along(self, names: Iterable[str]) -> list[Area | None]:
        """The areas that names from the widest area down mean, each below the one before it where it is shared."""
        found: list[Area | None] = []
        within: Area | None = None
        for name in names:
            found.append(self.resolve(name, within) if name else None)
            within = found[-1] or within
        return found

    def unknown(self, text: str) -> tuple[str, str]:
        """Word, and advise on, a name that means no area, or not which of several."""
        if some := self.sharing(text):
            return f"“{text}”不止一个：{'、'.join(area.name for area in some)}。", "请填上它的上级（乡镇），或写全名。"
        close = self.nearest(text)
        advice = f"是否想写“{close}”？" if close else "请改正名称，或在地区表里登记（可写为别名）。"
        return f"没有名为“{text}”的地区。", advice

    def sharing(self, text: str) -> tuple[Area, ...]:
        """The areas that share a written name, where it means no one of them by itself."""
        return self._shared.get(folded(text), ())

    def _lies_below(self, area: Area, within: Area) -> bool:
        above = self._above.get(area.name)
        while above is not None and above.name != within.name:
            above = self._above.get(above.name)
        return above is not None

    def nearest(self, text: str) -> str | None:
        """The name of the area that a wrong name is nearest to, for a message."""
        wanted = folded(text)
        close = nearest(wanted, self._alike(wanted))
        return self._known_as[close].name if close else None

    def _alike(self, wanted: str) -> Collection[str]:
        """The names to compare with a wrong one: of very many, those that share signs with it which few others have.

        A sheet of the wrong county has 2,000 wrong names, and comparing each with all takes seconds.
        """
        if len(self._known_as) <= _MANY:
            return self._known_as
        if not self._by_sign:
            for name in self._known_as:
                for sign in set(name):
                    self._by_sign.setdefault(sign, []).append(name)
        shared: Counter[str] = Counter()
        for names in sorted((self._by_sign.get(sign, []) for sign in set(wanted)), key=len):
            if 3 * len(names) > len(self._known_as) and shared:
                break  # 村: nearly all have it
            shared.update(names)
        return [name for name, _ in shared.most_common(_COMPARED)]

    def below(self, name: str, level: str = "") -> tuple[Area, ...]:
        """The areas right below, 本级 too, in print order; with a level, all of that level however far below."""
        area = self._by_name.get(name)
        if area is None:
            return ()
        if not level:
            return area.below
        return tuple(one for one in _walk(area) if one is not area and one.level == level)

    def listed(self, name: str, level: str = "") -> tuple[Area, ...]:
        """The areas below that lists, ranks, averages and batches show: without 本级."""
        return tuple(area for area in self.below(name, level) if not area.is_own_level)

    def above(self, name: str) -> Area | None:
        """The area right above; None for the topmost and for an unknown name."""
        return self._above.get(name)


def check_areas(tree: AreaTree) -> Iterator[Finding]:
    """Find names that mean two areas."""
    first: dict[str, tuple[str, Area]] = {}
    for names, what in ((_own, "名称"), (_short, "简称"), (_full, "全称"), (_aliases, "别名")):
        for area in tree.all():
            for name in names(area):
                other = first.setdefault(folded(name), (what, area))
                if other[1] is not area:
                    apart = tree.above(area.name) is not tree.above(other[1].name)
                    if apart and "名称" not in (what, other[0]):
                        continue
                    words = f"“{name}”既是“{area.name}”的{what}，又是“{other[1].name}”的{other[0]}。"
                    advice = "请改掉其中一个，使每个写法只指一个地区。"
                    yield Finding("SPEC-AREA-DOUBLE", Severity.ERROR, area.at(_KEY_OF[what]), words, advice)


def tree_from_rows(rows: Sequence[AreaRow], root_name: str = "") -> tuple[AreaTree | None, tuple[Finding, ...]]:
    """Build the tree from the rows of a sheet 行政区划.

    Rows without 上级 lie under `root_name`, the report's own area, unless one of them is that area. An unknown 上级,
    a ring of them, or two topmost areas are findings.
    """
    findings: list[Finding] = []
    by_name: dict[str, AreaRow] = {}
    for row in rows:
        if (twin := by_name.setdefault(folded(row.name), row)) is not row:
            words = f"地区“{row.name}”在 {twin.place.cell or twin.place} 已经有了。"
            advice = "请删去重复的一行。"
            if folded(row.above) != folded(twin.above):
                name = row.name
                advice = f"两处同名的，名称请带上上级，如“{row.above}{name}”，简称写“{name}”，统计表里照旧写简称。"
            findings.append(Finding("SPEC-AREA-DOUBLE", Severity.ERROR, row.place, words, advice))
    children: dict[str, list[AreaRow]] = {}
    for key, row in by_name.items():
        above = folded(row.above)
        if above and above not in by_name and above != folded(root_name):
            advice = did_you_mean(row.above, [r.name for r in by_name.values()], "请为上级也写一行，或改正名称。")
            words = f"“{row.name}”的上级“{row.above}”不在表里。"
            findings.append(Finding("SPEC-AREA", Severity.ERROR, row.place, words, advice))
            above = ""
        if key != folded(root_name) or above:
            children.setdefault(above, []).append(row)
    tops = children.pop("", [])
    root = by_name.get(folded(root_name))
    if root is None and len(tops) == 1 and folded(tops[0].name) in children and folded(root_name) not in children:
        root = tops[0]
    elif tops:
        children.setdefault(folded(root_name), [])[:0] = tops
    if root is None and not root_name:
        return None, tuple(findings)
    top = root or AreaRow(root_name, Place(""))
    built: set[str] = set()
    area = _built(top, children, built, depth=1)
    for row in (row for key, row in by_name.items() if key not in built):
        words = f"“{row.name}”接不到“{top.name}”下面：它的上级绕了一圈又回到自己，或层数太多。"
        findings.append(Finding("SPEC-AREA", Severity.ERROR, row.place, words, "请改正“上级”一列。"))
    tree = AreaTree(area)
    return tree, (*findings, *check_areas(tree))


def _built(row: AreaRow, children: dict[str, list[AreaRow]], built: set[str], depth: int) -> Area:
    key = folded(row.name)
    built.add(key)
    rows = [child for child in children.get(key, ()) if folded(child.name) not in built]
    below = tuple(_built(child, children, built, depth + 1) for child in rows) if depth < _MAX_DEPTH else ()
    return Area(
        places={"": row.place},
        name=row.name,
        short=row.short,
        full=row.full,
        aliases=row.aliases,
        level=row.level,
        kind=row.kind,
        code=row.code,
        below=below,
    )


def _completed(area: Area, siblings_level: str) -> Area:
    """Fill in level and kind where they are not written."""
    ending = next(((level, kind) for end, level, kind in _LEVELS if re.search(f"{end}$", area.name)), ("", ""))
    level = area.level or ending[0] or siblings_level
    kind = area.kind or ending[1] or (area.name[-1:] if ending[0] in ("乡镇", "县", "市") else "")
    said = next((one.level for one in area.below if one.level), "")
    usual = said or next((found for one in area.below if (found := _level_by_name(one.name))), "")
    below = tuple(_completed(one, usual) for one in area.below)
    return area.model_copy(update={"level": level, "kind": kind, "below": below})


def _level_by_name(name: str) -> str:
    return next((level for end, level, _ in _LEVELS if re.search(f"{end}$", name)), "")


def _walk(area: Area) -> Iterator[Area]:
    yield area
    for below in area.below:
        yield from _walk(below)


_KEY_OF = {"名称": "name", "简称": "short", "全称": "full", "别名": "aliases"}


def _own(area: Area) -> tuple[str, ...]:
    return (area.name,)


def _short(area: Area) -> tuple[str, ...]:
    return (area.short,) if area.short else ()


def _full(area: Area) -> tuple[str, ...]:
    return (area.full,) if area.full else ()


def _aliases(area: Area) -> tuple[str, ...]:
    return area.aliases
