"""The wheel is the whole product: templates and data specs travel inside it and are found there."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


def _run(folder: Path, *arguments: str) -> str:
    """Run the program out of the unpacked wheel, from a folder that knows nothing of the checkout."""
    script = "import sys; from reportgen.cli import run; sys.exit(run(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "wheel")},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_a_report_is_started_and_built_from_the_wheel_alone(built, tmp_path):
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "wheel")
    script = "from reportgen.spec.shipped import shipped_folder as f; print(f('templates'), f('data_specs'))"
    found = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "wheel")},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert found == [str(tmp_path / "wheel" / "reportgen" / "shipped" / name) for name in ("templates", "data_specs")]
    _run(tmp_path, "new", "半年总结", "总结")
    _run(tmp_path, "build", "总结/report.yaml")
    assert list((tmp_path / "总结" / "out").glob("*.docx"))


def test_the_source_distribution_holds_what_a_checkout_holds(built):
    import tarfile

    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"README.md", "LICENSE", "Makefile", "pyproject.toml", "data_specs/funds.yaml", "src/reportgen/py.typed"}
    assert wanted <= names
    assert any(name.startswith("examples/half_year_review/") for name in names)
    assert any(name.startswith("templates/half_year_review/") for name in names)
