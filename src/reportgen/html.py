"""A document as one HTML page that looks like the official paper, on screen and in print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from html import escape
from itertools import groupby

from reportgen.document import Align, Cell, Document, Role, Row, Run, Table
from reportgen.gongwen import (
    LOOKS,
    PAGE_HEIGHT,
    PAGE_NUMBER,
    PAGE_NUMBER_DASH,
    PAGE_WIDTH,
    STANDARD,
    TABLE_HEAD,
    Foot,
    JointMark,
    LetterHead,
    Look,
    Placed,
    Profile,
    Typeface,
    place,
)

_ELEMENTS = {
    Role.TITLE: "h1",
    Role.HEADING_1: "h2",
    Role.HEADING_2: "h3",
    Role.HEADING_3: "h4",
    Role.HEADING_4: "h5",
}
# Control characters have no place in HTML; tabs and line breaks are turned into markup below.
_CONTROLS = {code: None for code in (*range(32), 127, 0xFFFE, 0xFFFF) if code not in (9, 10)}


def write_html(document: Document, profile: Profile = STANDARD) -> str:
    """Write the document as one self-contained page: no script, no picture, nothing fetched."""
    body = "\n".join(_blocks(place(document, profile)))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(document.title)}</title>\n<style>\n{_stylesheet(profile)}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _blocks(items: Iterable[Placed | Table]) -> Iterator[str]:
    for on_side, together in groupby(items, key=lambda item: bool(item.landscape)):
        inside = "\n".join(_table(item) if isinstance(item, Table) else _special(item) for item in together)
        yield f'<section class="side">\n{inside}\n</section>' if on_side else inside


def _special(placed: Placed) -> str:
    """Write what no single paragraph can be; a plain one as it is."""
    match placed.special:
        case JointMark(names, word, look, word_look):
            first, *others = (f'<td style="{_look(look)};text-align-last:justify">{_runs(name, Role.LETTERHEAD)}</td>'
                              for name in names)  # fmt: skip
            beside = f'<td rowspan="{len(names)}" style="{_look(word_look)}">{_runs(word, Role.LETTERHEAD)}</td>'
            rows = "".join(f"<tr>{cell}</tr>" for cell in (first + beside, *others))
            style = f"margin:{_points(placed.above)} auto 0;width:auto"
            return f'<table class="bare letterhead" style="{style}">{rows}</table>'
        case LetterHead(mark, look):
            style = f"{_look(look)};margin:0 -7mm;padding-bottom:4mm;border-bottom:4.5pt double #{look.colour}"
            return f'<p class="letterhead" style="{style}">{_runs(mark, Role.LETTERHEAD)}</p>'
        case Foot(rows, _, ruled):
            lines = "".join(_paragraph(row) for row in rows)
            return f'<footer class="{"ruled" if ruled else "bare"}">{lines}</footer>'
        case _:
            return _paragraph(placed)


def _look(look: Look) -> str:
    """A look that is not its role's; a mark set narrower is drawn in smaller type here."""
    size = look.size * look.stretch / 200
    return f"font-size:{size:g}pt;line-height:{_points(look.line or look.size * 11)}"


def _paragraph(placed: Placed) -> str:
    element = _ELEMENTS.get(placed.role, "p")
    style = _own_style(placed)
    blank = f" above-{placed.blank}" if placed.blank else ""
    keep = (" keep" if placed.keep_next else "") + (" page" if placed.new_page else "")
    opening = f'<{element} class="{_class(placed.role)}{blank}{keep}"{style}>'
    return f"{opening}{_sides(placed) if placed.tabs else _runs(placed.runs, placed.role)}</{element}>"


def _sides(placed: Placed) -> str:
    """A line with a tab stop: what stands left of the tab, and what stands right of it."""
    at = next((at for at, run in enumerate(placed.runs) if run.text.startswith("\t")), len(placed.runs))
    tab, *right = placed.runs[at:] or (Run(""),)
    sides = (placed.runs[:at], (replace(tab, text=tab.text.removeprefix("\t")), *right))
    return "".join(f"<span>{_runs(side, placed.role)}</span>" for side in sides)


def _own_style(placed: Placed) -> str:
    rules = [
        f"{name}:{_points(value)}"
        for name, value in (
            ("padding-left", placed.left),
            ("padding-right", placed.right),
            ("text-indent", 0 if placed.tabs else -placed.hanging),
        )
        if value
    ]
    if placed.align:
        rules.append(f"text-align:{placed.align}")
    if placed.above:
        rules.append(f"margin-top:{_points(placed.above)}")
    if placed.look:
        rules.append(_look(placed.look))
    if placed.tabs and placed.hanging < 0:  # of both sides of a line that lie apart
        rules.append(f"padding:0 {_points(-placed.hanging)}")
    if placed.rule:
        line = f"{placed.rule.thickness:g}pt solid #{placed.rule.colour}"
        rules.append(f"padding-bottom:{placed.rule.distance}pt;border-bottom:{line}")
    if placed.tabs:
        rules.append("display:flex;justify-content:space-between")
    return f' style="{";".join(rules)}"' if rules else ""


def _runs(runs: Iterable[Run], role: Role) -> str:
    return "".join(_run(run, role) for run in runs)


def _run(run: Run, role: Role) -> str:
    inside = _text(run.text).replace("\n", "<br>").replace("\t", '<span class="tab">\t</span>')
    if run.bold:
        inside = f"<b>{inside}</b>"
    if run.marked:
        inside = f"<mark>{inside}</mark>"
    if run.role and run.role is not role:
        inside = f'<span class="{_class(run.role)}">{inside}</span>'
    return inside


def _text(text: str) -> str:
    return escape(text.translate(_CONTROLS))


def _table(table: Table) -> str:
    head = "".join(_row(row, "th") for row in table.header)
    rows = "".join(
        _row(row, "td", ' class="total"' if number in table.total else "") for number, row in enumerate(table.rows)
    )
    return f"<table>\n<thead>{head}</thead>\n<tbody>{rows}</tbody>\n</table>"


def _row(row: Row, element: str, kind: str = "") -> str:
    cells = "".join(
        f"<{element}{_cell_class(cell.align, element)}{_spans(cell)}>{_runs(cell.runs, Role.CELL)}</{element}>"
        for cell in row
        if not cell.covered
    )
    return f"<tr{kind}>{cells}</tr>\n"


def _cell_class(align: Align, element: str) -> str:
    return "" if element == "th" or align is Align.CENTER else f' class="{align}"'


def _spans(cell: Cell) -> str:
    across = f' colspan="{cell.across}"' if cell.across > 1 else ""
    return across + (f' rowspan="{cell.down}"' if cell.down > 1 else "")


def _class(role: Role) -> str:
    return role.name.lower().replace("_", "-")


def _points(length: float) -> str:
    return f"{length / 20:g}pt"


@lru_cache(maxsize=4)
def _stylesheet(profile: Profile) -> str:
    """Say in CSS what `gongwen` says in figures; pages are made by the printing browser."""
    roles = "\n".join(_rule(f".{_class(role)}", look, profile) for role, look in LOOKS.items())
    pitch = _points(profile.pitch)
    spaces = "\n".join(f".above-{count} {{ margin-top: calc({count} * {pitch}) }}" for count in (1, 2))
    margins = " ".join(_points(one) for one in (profile.top, profile.right, profile.bottom, profile.left))
    turned = " ".join(_points(one) for one in (profile.left, profile.top, profile.right, profile.bottom))
    number = (
        f'content: "{PAGE_NUMBER_DASH} " counter(page) " {PAGE_NUMBER_DASH}"; {_letters(PAGE_NUMBER)}; '
        f"vertical-align: top; padding: 5mm {PAGE_NUMBER.size / 2:g}pt 0"
    )
    return f"""\
{_heavy_faces()}
* {{ box-sizing: border-box }}
body {{ margin: 0; background: #e8e8e8; color: #000 }}
main {{ width: {_points(PAGE_WIDTH)}; min-height: {_points(PAGE_HEIGHT)}; margin: 8mm auto; padding: {margins};
  background: #fff; box-shadow: 0 0 4mm #0003 }}
h1, h2, h3, h4, h5, p {{ margin: 0; font-weight: normal; white-space: pre-wrap; overflow-wrap: anywhere;
  orphans: 1; widows: 1 }}
{roles}
{spaces}
span.body {{ text-indent: 0 }}
b {{ font-weight: bold }}
mark {{ background: #ff0 }}
.tab {{ white-space: pre }}
table {{ width: 100%; border-collapse: collapse; margin: 0 0 6pt; {_letters(LOOKS[Role.CELL])} }}
th, td {{ border: .5pt solid #000; padding: 3pt 4pt; text-align: center }}
th {{ {_letters(TABLE_HEAD)}; font-weight: normal }}
td.right {{ text-align: right }}
td.left {{ text-align: left }}
tr.total td {{ font-weight: bold }}
tr {{ break-inside: avoid }}
table.bare td {{ border: none; padding: 0 4pt }}
footer {{ margin-top: {pitch} }}
footer.ruled {{ border-top: 1pt solid #000; border-bottom: 1pt solid #000 }}
footer.ruled p + p {{ border-top: .75pt solid #000 }}
.keep {{ break-after: avoid }}
.page {{ break-before: page }}
.side {{ page: side; overflow-x: auto }}
@media print {{
  body {{ background: none }}
  main {{ width: auto; min-height: 0; margin: 0; padding: 0; box-shadow: none }}
  .side {{ overflow: visible }}
  mark {{ print-color-adjust: exact; -webkit-print-color-adjust: exact }}
}}
@page {{ size: A4; margin: {margins} }}
@page side {{ size: A4 landscape; margin: {turned} }}
@page :right {{ @bottom-right {{ {number} }} }}
@page :left {{ @bottom-left {{ {number} }} }}
"""


def _rule(selector: str, look: Look, profile: Profile) -> str:
    height = f"line-height: {_points(look.line or profile.pitch)}"
    align = f"text-align: {look.align or 'justify'}"
    indent = f"text-indent: {look.indent}em"
    return f"{selector} {{ {_letters(look)}; {height}; {align}; {indent} }}"


def _letters(look: Look) -> str:
    return (
        f"font: {look.size / 2:g}pt {_families(look.typeface)}; letter-spacing: {_points(look.spacing)}; "
        f"color: #{look.colour}"
    )


def _heavy_faces() -> str:
    """Define the typefaces whose free stand-ins look like them only in bold; all are taken from this machine."""
    return "\n".join(
        f'@font-face {{ font-family: "{_own_name(typeface)}"; src: '
        + ", ".join(f'local("{name}")' for name in (typeface.face, *typeface.others))
        + "".join(f', local("{name} Bold")' for name in typeface.free)
        + " }"
        for typeface in Typeface
        if typeface.heavy
    )


def _own_name(typeface: Typeface) -> str:
    return f"公文{typeface.face}"


def _families(typeface: Typeface) -> str:
    names = (*([_own_name(typeface)] if typeface.heavy else []), typeface.face, *typeface.others, *typeface.free)
    generic = "sans-serif" if typeface is Typeface.HEI else "serif"
    return ", ".join(f'"{name}"' for name in names) + f", {generic}"
