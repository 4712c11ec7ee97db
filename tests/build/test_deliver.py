"""Files reach the disk whole or not at all, under safe names, and never over what a person edited."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.build.deliver import DeliveryError, digest, free_stem, safe_name, write_all


def test_a_title_becomes_a_name_without_separators_or_control_signs():
    assert safe_name("江州县/2023年:上半年\n工作总结?.") == "江州县_2023年_上半年工作总结_"
    assert safe_name("CON") == "_CON"
    assert safe_name("com1.txt") == "_com1.txt"
    assert safe_name("..") == "_"


@given(st.text(max_size=400))
def test_every_title_gives_a_name_that_every_file_system_takes(title):
    name = safe_name(title)
    assert name
    assert len(name.encode("utf-8", "surrogatepass")) <= 201
    assert not set(name) & set('<>:"|?*/\\')
    assert name not in (".", "..")
    assert not name.endswith((" ", "."))


def test_the_name_of_our_own_untouched_output_is_taken_again(tmp_path):
    (tmp_path / "总结.docx").write_bytes(b"ours")
    assert free_stem(tmp_path, "总结", ".docx", digest(b"ours")) == "总结"


def test_an_edited_file_gets_a_new_file_beside_it(tmp_path):
    (tmp_path / "总结.docx").write_bytes(b"edited by hand")
    assert free_stem(tmp_path, "总结", ".docx", digest(b"ours")) == "总结（新）"


def test_a_file_of_which_nothing_is_known_counts_as_edited(tmp_path):
    (tmp_path / "总结.docx").write_bytes(b"somebody's")
    assert free_stem(tmp_path, "总结", ".docx", None) == "总结（新）"


def test_an_untouched_new_file_is_replaced_and_an_edited_one_gets_a_number(tmp_path):
    (tmp_path / "总结.docx").write_bytes(b"edited")
    (tmp_path / "总结（新）.docx").write_bytes(b"second")
    proof = {"document": {"sha256": digest(b"second")}}
    (tmp_path / "总结（新）.proof.json").write_text(json.dumps(proof), encoding="utf-8")
    assert free_stem(tmp_path, "总结", ".docx", digest(b"ours")) == "总结（新）"
    (tmp_path / "总结（新）.docx").write_bytes(b"edited too")
    assert free_stem(tmp_path, "总结", ".docx", digest(b"ours")) == "总结（新2）"


def test_files_are_written_whole_and_no_temporary_file_stays(tmp_path):
    write_all({tmp_path / "out" / "a.docx": b"A", tmp_path / "out" / "a.proof.json": b"B"})
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.docx", "a.proof.json"]
    assert (tmp_path / "out" / "a.docx").read_bytes() == b"A"


def test_a_failure_before_the_end_leaves_nothing_behind(tmp_path, monkeypatch):
    def no_space(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(DeliveryError, match="写不进去"):
        write_all({tmp_path / "a.docx": b"A"})
    assert list(tmp_path.iterdir()) == []


def test_an_output_folder_that_is_a_file_is_told_with_its_name(tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(DeliveryError, match=r"不是文件夹|同名的文件"):
        write_all({tmp_path / "out" / "a.docx": b"A"})


def test_a_target_that_is_a_folder_stops_all_files_before_the_first_is_replaced(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"before")
    (tmp_path / "a.proof.xlsx").mkdir()
    with pytest.raises(DeliveryError, match="是文件夹"):
        write_all({tmp_path / "a.docx": b"after", tmp_path / "a.proof.xlsx": b"after"})
    assert (tmp_path / "a.docx").read_bytes() == b"before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.docx", "a.proof.xlsx"]


def test_a_file_open_in_word_is_told_as_such(tmp_path, monkeypatch):
    def refused(source: object, target: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(DeliveryError, match="Word 或 WPS"):
        write_all({tmp_path / "a.docx": b"A"})
    assert list(tmp_path.iterdir()) == []
