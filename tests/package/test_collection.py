"""Every test file of the tree is one that pytest finds by itself."""

import pytest


def test_the_tests_of_the_build_room_are_not_passed_over(request: pytest.FixtureRequest):
    # pytest's own list of folders to skip holds "build".
    assert "build" not in request.config.getini("norecursedirs")
