"""What ships works for any county: the tables compile, each kind's skeleton builds as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document

from reportgen.build import build_report
from reportgen.build.kinds import kinds, start_folder
from reportgen.errors import Severity
from reportgen.indicators import Catalogue
from reportgen.sources.spec_sheets import read_spec_sheets
from reportgen.spec.load import load_specs, load_table
from reportgen.spec.shipped import shipped_folder

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*/report.yaml"))


@pytest.mark.parametrize("named", [name for kind in kinds() for name in (kind.name, kind.title)])
def test_each_kind_builds_from_its_skeleton_under_either_name(named: str, tmp_path: Path) -> None:
    spec = start_folder(named, tmp_path / "我的总结")

    built = build_report(spec, None)

    out = tmp_path / "我的总结" / "out"
    assert [str(finding) for finding in built.findings if finding.severity >= Severity.WARNING] == []
    (written,) = out.glob("*.docx")
    assert Document(str(written)).paragraphs
    (proof,) = out.glob("*.proof.json")
    counts = json.loads(proof.read_text(encoding="utf-8"))["summary"]["by_class"]
    assert "literal" not in counts
    assert counts["traced"] > 20
    assert not list((tmp_path / "我的总结").rglob("*.py"))


def test_every_folder_of_templates_is_a_kind() -> None:
    folders = {path.name for path in shipped_folder("templates").iterdir() if path.is_dir()}

    assert folders == {kind.name for kind in kinds()}


@pytest.mark.parametrize("spec", EXAMPLES, ids=lambda spec: spec.parent.name)
def test_each_example_builds(spec: Path, tmp_path: Path) -> None:
    built = build_report(spec, tmp_path / "out")

    assert [str(finding) for finding in built.findings if finding.severity is Severity.ERROR] == []
    assert list((tmp_path / "out").glob("*.docx"))


@pytest.mark.parametrize("spec", EXAMPLES, ids=lambda spec: spec.parent.name)
def test_the_tables_of_each_example_and_the_shipped_ones_compile(spec: Path) -> None:
    specs = load_specs(spec, read_spec_sheets)

    catalogue = Catalogue.compile(specs.tables.values())

    assert [str(finding) for finding in (*specs.findings, *catalogue.findings)] == []


def test_every_rate_of_a_shipped_table_follows_from_its_parts() -> None:
    for file in shipped_folder("data_specs").glob("*.yaml"):
        table, _ = load_table(file, file.name)
        assert table is not None
        # A row of a ledger may state a rate of its own; what is counted from the rows may not.
        rates = [one for one in (table.indicators if table.is_ledger else table.fields) if one.unit == "%"]
        assert [f"{file.name}: {rate.name}" for rate in rates if not rate.formula] == []
