"""The zip package is an ordinary one, and the same bytes for the same parts."""

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from reportgen.word.package import pack

names = st.text("abcXYZ0189_/表格", min_size=1, max_size=20)


@given(st.dictionaries(names, st.binary(max_size=2000), max_size=6))
def test_what_was_packed_is_unpacked_in_the_same_order(parts: dict[str, bytes]):
    with zipfile.ZipFile(io.BytesIO(pack(parts))) as package:
        assert package.testzip() is None
        assert {name: package.read(name) for name in package.namelist()} == parts
        assert package.namelist() == list(parts)


def test_no_time_of_day_is_written():
    with zipfile.ZipFile(io.BytesIO(pack({"a.xml": b"x" * 100}))) as package:
        (member,) = package.infolist()
    assert member.date_time == (1980, 1, 1, 0, 0, 0)
    assert member.compress_type == zipfile.ZIP_DEFLATED


def test_equal_parts_give_equal_bytes():
    assert pack({"a.xml": b"x" * 1000}) == pack({"a.xml": b"x" * 1000})
