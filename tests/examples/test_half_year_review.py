"""The half-year example keeps its promises: the seed's figures, an origin for each number, equal bytes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from proof_links import cell_values, exact, linked_cells
from reportgen.audit import Kind, Number, Proof, Source, read_proof
from reportgen.build import build_report
from reportgen.errors import Severity

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "half_year_review"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example with the report built in its `out`."""
    copy = tmp_path_factory.mktemp("example") / "half_year_review"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("out", "__pycache__"))
    build_report(copy / "report.yaml", None)
    return copy


@pytest.fixture(scope="module")
def proof(folder: Path) -> Proof:
    (file,) = (folder / "out").glob("*.proof.json")
    return read_proof(file.read_text(encoding="utf-8"))


def test_it_builds_with_nothing_to_warn_of(folder: Path, tmp_path: Path) -> None:
    built = build_report(folder / "report.yaml", tmp_path)

    assert [str(finding) for finding in built.findings if finding.severity >= Severity.WARNING] == []


def test_every_figure_of_the_seed_is_printed_from_a_fact(proof: Proof, shared: Path) -> None:
    wanted = Counter(seed_figures(shared / "corpus/labels/001.json"))
    printed = [number for number in proof.numbers if number.kind is Kind.TRACED]
    missing = {
        surface: f"{have} of {times}"
        for surface, times in wanted.items()
        if (have := sum(reads(number).startswith(surface) for number in printed)) < times
    }

    assert len(wanted) > 20
    assert missing == {}


def seed_figures(labels: Path) -> list[str]:
    """The figures that the seed's labels call indicators, without those of a relation that fails or of a defect."""
    label = json.loads(labels.read_text(encoding="utf-8"))
    failing = {
        name
        for relation in label["relations"]
        if not relation["holds"]
        for name in (relation["result"], *relation.get("operands", ()))
    }
    broken = [(defect["start"], defect["end"]) for defect in label["defects"]]
    return [
        figure["surface"]
        for figure in label["figures"]
        if figure["is_indicator"]
        and figure["id"] not in failing
        and not any(start < figure["end"] and figure["start"] < end for start, end in broken)
    ]


def reads(number: Number) -> str:
    """A printed number with the words that follow it: 227个，提出…"""
    return number.text + number.after


def test_no_number_is_typed_without_a_reason(proof: Proof) -> None:
    literals = [number.before + number.text for number in proof.numbers if number.kind is Kind.LITERAL]

    assert literals == []
    assert proof.unused == ()
    assert proof.summary.missing == 0
    assert proof.summary.traced > 200


def test_every_source_leads_to_a_cell_that_holds_the_value(folder: Path, proof: Proof) -> None:
    cells = 0
    for evidence in proof.evidence:
        if isinstance(evidence.origin, Source) and (place := evidence.origin.place) and place.cell:
            assert evidence.value in cell_values(folder, place)
            cells += 1
    assert cells > 300


def test_every_link_of_the_proof_sheet_opens_a_cell_that_holds_the_value(folder: Path) -> None:
    (file,) = (folder / "out").glob("*.proof.xlsx")
    links = 0
    for sheet in openpyxl.load_workbook(file):
        value_column = next((cell.column for cell in sheet[1] if cell.value == "准确值"), None)
        for row in sheet.iter_rows(min_row=2) if value_column else ():
            for _, place in linked_cells(row):
                value = exact(sheet.cell(row[0].row, value_column))
                assert value in (shown := cell_values(folder / "out", place)), (place, shown)
                links += 1
    assert links > 300


def test_two_builds_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    other = folder / "again"
    command = (
        "import sys; from pathlib import Path; from reportgen.build import build_report;"
        "build_report(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    elsewhere = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/New_York"}

    subprocess.run(
        [sys.executable, "-c", command, str(folder / "report.yaml"), str(other)],
        check=True,
        env=elsewhere,
        cwd=tmp_path,
    )

    first = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}
    second = {path.name: path.read_bytes() for path in other.iterdir()}
    assert first == second
    assert {Path(name).suffix for name in first} == {".docx", ".html", ".txt", ".json", ".xlsx"}


@pytest.mark.parametrize(
    "script",
    [str(path.parent.relative_to(ROOT)) for path in sorted(ROOT.glob("templates/*/make_data.py"))]
    + ["examples/half_year_review"],
)
def test_the_workbooks_are_what_their_script_writes(script: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(ROOT / script / "make_data.py", copy)

    subprocess.run([sys.executable, str(copy / "make_data.py")], check=True)

    written = {path.name: parts(path) for path in (copy / "data").iterdir()}
    kept = {path.name: parts(path) for path in (ROOT / script / "data").glob("[!~]*.xlsx")}
    assert written == kept


def parts(path: Path) -> dict[str, bytes]:
    """The members of a workbook; deflaters may differ from one machine to the next."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
