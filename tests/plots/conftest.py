"""Fonts: as if one with Chinese signs were installed, or none."""

from __future__ import annotations

import pytest
from matplotlib.font_manager import fontManager

from drawn_plots import install, library_signs, write_font


@pytest.fixture(scope="session")
def squares(tmp_path_factory):
    """A font that has all signs of the library."""
    return write_font(tmp_path_factory.mktemp("fonts") / "squares.ttf", "Squares", library_signs())


@pytest.fixture(params=["with a Chinese font", "without one"])
def has_chinese(request, monkeypatch, squares):
    has_one = request.param == "with a Chinese font"
    install(monkeypatch, *([squares] if has_one else []))
    yield has_one
    fontManager._findfont_cached.cache_clear()


@pytest.fixture
def no_chinese(monkeypatch):
    install(monkeypatch)
    yield
    fontManager._findfont_cached.cache_clear()
