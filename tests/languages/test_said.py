"""Texts that can be said in another language."""

from __future__ import annotations

import copy
import pickle

import pytest

from greencalc import FactsError, in_language
from greencalc.languages.said import Said, both, joined, say, word


def test_a_text_is_english_wherever_a_text_is_and_keeps_its_parts() -> None:
    said = say("and {count} more", count=word("unknown"))
    assert said == "and unknown more"
    assert type(str(said)) is str
    for same in (said, copy.deepcopy(said), pickle.loads(pickle.dumps(said))):  # noqa: S301 (its own)
        assert in_language(same, "zh") == "另有 未知 项"
        assert in_language(same, "en") == "and unknown more"


def test_lists_and_texts_of_data_are_said_in_both_and_what_somebody_typed_as_it_is() -> None:
    listed = joined([both("Products", "产品"), "as {typed}", word(word("met"))])
    assert listed == "Products, as {typed}, met"
    assert in_language(listed, "zh") == "产品、as {typed}、符合"
    assert in_language(both("Own title", ""), "zh") == "Own title"
    assert in_language(word("{braces} of a user"), "zh") == "{braces} of a user"


@pytest.mark.parametrize(("text", "language"), [("met", "fr"), ("met", None), (1, "zh")])
def test_there_are_two_languages_and_texts(text, language) -> None:
    with pytest.raises(FactsError, match="in_language:"):
        in_language(text, language)


def test_a_text_of_no_kind_cannot_be_said_in_another_language() -> None:
    assert in_language(Said("met"), "en") == "met"
    with pytest.raises(NotImplementedError):
        in_language(Said("met"), "zh")
