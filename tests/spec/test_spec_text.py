"""Spec files in the encodings that Chinese Windows writes."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from reportgen.errors import FindingsError
from reportgen.spec.text import MAX_BYTES, decode, read_text

WORDS = "标题: 工作总结\n地区: 江州县\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_text_is_the_same_in_every_usual_encoding(encoding: str, ends: str) -> None:
    assert decode(WORDS.replace("\n", ends).encode(encoding), "report.yaml") == WORDS


def test_rare_characters_of_township_names_survive_gb18030() -> None:
    assert decode("堽城镇、鄠邑、𠅤".encode("gb18030"), "areas.yaml") == "堽城镇、鄠邑、𠅤"


@pytest.mark.parametrize(
    ("data", "said", "line"),
    [
        (WORDS.encode("utf-16"), "UTF-16", None),
        (b"PK\x03\x04...", "Office", None),
        (b"a: 1\nb: \xff\xff\xff\n", "GB18030", 2),
        (b"a: 1\n\nb: \x00\n", "U+0000", 3),
        (b"a: \x0b\n", "U+000B", 1),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(data: bytes, said: str, line: int | None) -> None:
    with pytest.raises(FindingsError) as caught:
        decode(data, "report.yaml")
    (finding,) = caught.value.findings
    assert finding.code == "SPEC-ENCODING"
    assert said in finding.words
    assert (finding.place.file, finding.place.line) == ("report.yaml", line)


def test_a_file_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "总结.txt").write_text("", encoding="utf-8")
    with pytest.raises(FindingsError) as caught:
        read_text(tmp_path / "总计.txt", "总计.txt")
    assert caught.value.findings[0].code == "SPEC-NO-FILE"
    assert "总结.txt" in caught.value.findings[0].advice


def test_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    huge = tmp_path / "a.yaml"
    huge.write_bytes(b"a" * (MAX_BYTES + 1))
    for path in (tmp_path, huge):
        with pytest.raises(FindingsError) as caught:
            read_text(path, "a.yaml")
        assert caught.value.findings[0].code == "SPEC-FILE"


def test_the_error_pickles_with_its_findings() -> None:
    with pytest.raises(FindingsError) as caught:
        decode(b"\x00", "a.yaml")
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.findings == caught.value.findings
