"""Faults of data, planted one by one and sixty at once: each is told at its cell, and nothing else stops the work."""

from __future__ import annotations

from pathlib import Path

import pytest

import reportgen.cli
from county import sound_county
from planted import FAULTS, Fault
from reportgen.errors import Finding, Severity


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs the command `build` on a county's folder: its exit code and all that it told."""

    def run(county) -> tuple[int, list[Finding]]:
        spec = county.write(tmp_path)
        told: list[Finding] = []
        show = reportgen.cli._show_findings
        monkeypatch.setattr(reportgen.cli, "_show_findings", lambda found: (told.extend(found), show(found)))
        code = reportgen.cli.run(["build", str(spec)])
        shown = "".join(capsys.readouterr())
        assert "Traceback" not in shown
        assert "程序内部出错" not in shown
        return code, told

    return run


def words(findings: list[Finding]) -> str:
    return "\n".join(f"{one.severity.name} {one.code} {one}" for one in findings)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{FAULTS.index(fault)}")
def test_a_fault_is_told_at_its_place_and_draws_no_other_error_after_it(fault: Fault, built, tmp_path):
    county = sound_county()
    fault.plant(county)
    code, told = built(county)
    found = {(one.code, str(one.place), one.severity) for one in told}
    assert (fault.code, fault.place, fault.weight) in found, f"{fault.name}\n{words(told)}"
    errors = {(one.code, str(one.place)) for one in told if one.severity is Severity.ERROR}
    assert errors <= fault.told, words(told)
    assert code == (1 if errors else 0)
    assert (tmp_path / "out").exists() is not bool(errors)


def test_all_faults_that_leave_room_for_each_other_are_told_in_one_run(built, tmp_path):
    faults = [fault for fault in FAULTS if not fault.alone]
    assert len(faults) >= 60
    county = sound_county()
    for fault in faults:
        fault.plant(county)
    code, told = built(county)
    found = {(one.code, str(one.place), one.severity) for one in told}
    assert [fault.name for fault in faults if (fault.code, fault.place, fault.weight) not in found] == []
    errors = {(one.code, str(one.place)) for one in told if one.severity is Severity.ERROR}
    assert errors <= set().union(*(fault.told for fault in faults)), words(told)
    assert code == 1
    assert not (tmp_path / "out").exists()
