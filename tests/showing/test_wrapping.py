"""Lines as wide as a terminal has places."""

from __future__ import annotations

import textwrap

from hypothesis import given, strategies as st

from greencalc.showing.wrapping import width_of, wrapped


@given(words=st.lists(st.text("xyz-.", min_size=1, max_size=12), max_size=40), width=st.integers(20, 100))
def test_english_is_wrapped_as_python_does(words, width) -> None:
    text = " ".join(words)
    theirs = textwrap.wrap(
        text, width, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False, break_long_words=False
    )
    assert list(wrapped(text, width, "  ", "      ")) == theirs


@given(text=st.text("废水回用率，。（）《》 x7", max_size=80), width=st.integers(12, 60))
def test_no_line_of_chinese_is_wider_and_no_sign_is_lost(text, width) -> None:
    lines = list(wrapped(text, width, "- ", "  "))
    assert all(width_of(line) <= width for line in lines)
    assert "".join("".join(lines).split()).removeprefix("-") == "".join(text.split())


def test_a_text_that_is_longer_than_a_line_is_broken_and_nothing_is_no_line() -> None:
    assert list(wrapped("x" * 25, 10)) == ["x" * 10, "x" * 10, "x" * 5]
    assert list(wrapped("", 10)) == []
