"""How an office program turns a .docx into a PDF, with free typefaces in place of those that are not installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import Finding, Severity
from reportgen.gongwen import Typeface
from reportgen.place import Place

_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/opt/libreoffice/program/soffice",
)
_SYSTEM_FONTS = Path("/etc/fonts/fonts.conf")
# One start serves many files, but one file that hangs takes its whole group along.
_GROUP = 50


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of the files: the PDF of each that succeeded, and a finding for each that did not."""

    pdfs: Mapping[Path, Path]
    findings: tuple[Finding, ...]


def office() -> Path | None:
    """Find the office program (LibreOffice), or None where there is none."""
    for name in _PROGRAMS:
        if found := shutil.which(name):
            return Path(found)
    return next((Path(place) for place in _USUAL_PLACES if Path(place).is_file()), None)


def convert(files: Sequence[Path], out_dir: Path, *, seconds: float = 180) -> Conversion:
    """Turn .docx files into PDFs of the same name in `out_dir`.

    Files that fail in a group are tried again alone, `seconds` for each start. Where no office program is
    installed, each file gets a finding; where official typefaces are missing, one notice names the stand-ins.
    """
    program = office()
    if program is None:
        return Conversion({}, tuple(_no_office(file) for file in files))
    pdfs: dict[Path, Path] = {}
    out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="reportgen-") as work:
        desk = _Desk(program, Path(work), seconds)
        groups = [files[start : start + _GROUP] for start in range(0, len(files), _GROUP)]
        groups += [] if len(files) < 2 else [[file] for file in files]  # second try, skipped where done
        for group in groups:
            left = [file for file in group if file not in pdfs]
            for file, made in desk.convert(left).items():
                pdfs[file] = _moved(made, out_dir / f"{file.stem}.pdf")
    failed = tuple(_failed(file) for file in files if file not in pdfs)
    return Conversion(pdfs, (*failed, *_stand_in_notice(pdfs)))


@dataclass(frozen=True, slots=True)
class _Desk:
    """A folder with a profile of its own: two starts on one profile hand files to each other or fail silently."""

    program: Path
    folder: Path
    seconds: float

    def convert(self, files: Sequence[Path]) -> dict[Path, Path]:
        """Give the PDFs that came out; the exit code says nothing, since it is 0 for files that failed too."""
        if not files:
            return {}
        copies = {file: self.folder / f"{number:05d}{file.suffix}" for number, file in enumerate(files)}
        for file, copy in copies.items():  # numbered, since two files may have one name
            shutil.copyfile(file, copy)
        made = {file: self.folder / "pdf" / f"{copy.stem}.pdf" for file, copy in copies.items()}
        for pdf in made.values():
            pdf.unlink(missing_ok=True)
        command = [
            str(self.program),
            f"-env:UserInstallation={(self.folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf"),
            *("--outdir", str(self.folder / "pdf")),
            *(str(copy) for copy in copies.values()),
        ]
        _run(command, self.seconds, _environment(self.folder))
        return {file: pdf for file, pdf in made.items() if pdf.is_file() and pdf.stat().st_size}


def _run(command: list[str], seconds: float, environment: Mapping[str, str]) -> None:
    """Run a command to its end or for so many seconds, then end it with all that it started."""
    silent = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=silent, stdout=silent, stderr=silent, env=environment, start_new_session=True
    ) as process:
        try:
            process.wait(seconds)
        except BaseException as error:
            _end(process)
            if not isinstance(error, subprocess.TimeoutExpired):
                raise


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
        return
    os.killpg(process.pid, signal.SIGKILL)  # soffice is a script that starts the real program


def _environment(folder: Path) -> dict[str, str]:
    """Let the office program see which free typeface stands in for which official one.

    Without it every Chinese typeface falls together into a single one, and no level of heading is to be seen.
    """
    environment = dict(os.environ)
    base = Path(environment.get("FONTCONFIG_FILE", _SYSTEM_FONTS))
    if base.is_file():
        mapping = folder / "fonts.conf"
        mapping.write_text(font_mapping(base), encoding="utf-8")
        environment["FONTCONFIG_FILE"] = str(mapping)
    return environment


def font_mapping(base: Path) -> str:
    """Write a fontconfig file: each official typeface, then its other names, then its free stand-ins.

    `accept` puts them behind the name itself, so an installed official typeface is taken before all others.
    """
    rules: list[str] = []
    for typeface in Typeface:
        accepted = "".join(f"<family>{name}</family>" for name in (*typeface.others, *typeface.free))
        for name in (typeface.face, *typeface.others):
            rules.append(f'<alias binding="strong"><family>{name}</family><accept>{accepted}</accept></alias>')
        if typeface.heavy:
            rules.append(
                f'<match target="pattern"><test name="family"><string>{typeface.face}</string></test>'
                '<edit name="weight" mode="assign" binding="strong"><const>bold</const></edit></match>'
            )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>'
        f'<include ignore_missing="yes">{base}</include>{"".join(rules)}</fontconfig>\n'
    )


def stand_ins() -> dict[Typeface, str]:
    """Tell which installed family each official typeface is drawn in; "" where nothing fits.

    Empty where the system has no fontconfig to ask.
    """
    tool = shutil.which("fc-list")
    if tool is None:
        return {}
    listed = subprocess.run([tool, ":", "family"], capture_output=True, check=False).stdout.decode("utf-8", "replace")
    installed = {family.strip() for line in listed.splitlines() for family in line.split(",")}
    return {
        typeface: next((name for name in (typeface.face, *typeface.others, *typeface.free) if name in installed), "")
        for typeface in Typeface
    }


def pictures(pdf: Path, out_dir: Path, *, dots_per_inch: int = 80) -> tuple[Path, ...]:
    """Draw each page of a PDF as NAME-1.png, NAME-2.png …; empty where pdftoppm is not installed."""
    tool = shutil.which("pdftoppm")
    if tool is None:
        return ()
    out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="reportgen-") as work:
        command = [tool, "-r", str(dots_per_inch), "-png", str(pdf), str(Path(work) / "page")]
        _run(command, 120, os.environ)
        pages = sorted(Path(work).glob("page-*.png"))  # numbers are padded to one length
        return tuple(_moved(page, out_dir / f"{pdf.stem}-{number}.png") for number, page in enumerate(pages, start=1))


def _moved(made: Path, target: Path) -> Path:
    """Put a finished file in its place in one step, so that a half-written one is never seen."""
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copyfile(made, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return target


def _no_office(file: Path) -> Finding:
    return Finding(
        "PDF-NO-OFFICE",
        Severity.ERROR,
        Place(file.name),
        "没有找到 LibreOffice，不能生成 PDF。",
        "请安装 LibreOffice，或从 outputs（输出）中去掉 pdf，用 Word、WPS 另存为 PDF。",
    )


def _failed(file: Path) -> Finding:
    return Finding(
        "PDF-FAILED",
        Severity.ERROR,
        Place(file.name),
        "LibreOffice 没有生成 PDF。",
        "请用 Word 或 WPS 打开该文件查看是否正常；若正常，请重试或另存为 PDF。",
    )


def _stand_in_notice(pdfs: Iterable[Path]) -> tuple[Finding, ...]:
    """Say once that pages drawn with other typefaces are for reading, and no proof of the layout."""
    first = next(iter(pdfs), None)
    replaced = {
        typeface.face: family
        for typeface, family in stand_ins().items()
        if family not in (typeface.face, *typeface.others)
    }
    if first is None or not replaced:
        return ()
    words = "、".join(f"{face}（{family or '无可用字库'}）" for face, family in replaced.items())
    return (
        Finding(
            "PDF-TYPEFACE",
            Severity.NOTICE,
            Place(first.name),
            f"本机未安装部分公文字库，PDF 以括号内字库代替：{words}。",
            "PDF 仅供查看内容；正式印发请在装有公文字库的电脑上用 Word 或 WPS 打开 .docx 输出。",
        ),
    )
