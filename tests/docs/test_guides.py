"""What 模板怎么写.md says a template prints is what it prints, with the data of the half-year example."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from reportgen.build import build_report

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "模板怎么写.md"
EXAMPLE = ROOT / "examples" / "half_year_review"


def test_each_template_of_the_guide_prints_what_stands_beside_it(tmp_path: Path) -> None:
    rows = re.findall(r"^\| `(.+?)` \| (.+) \|$", GUIDE.read_text(encoding="utf-8"), re.M)
    folder = tmp_path / "guide"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("out", "__pycache__"))
    templates = [template.replace(r"\|", "|") for template, _ in rows]
    (folder / "总结.txt").write_text("\n".join(templates), encoding="utf-8")

    build_report(folder / "report.yaml", None)

    (text,) = (folder / "out").glob("*.txt")
    printed = text.read_text(encoding="utf-8").splitlines()[1 : 1 + len(rows)]
    assert dict(zip(templates, printed, strict=True)) == dict(
        zip(templates, [result for _, result in rows], strict=True)
    )
    assert len(rows) > 12
