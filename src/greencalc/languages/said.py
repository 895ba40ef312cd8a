"""Texts in English that can be said in another language: sentences with their parts, texts of data, lists."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from greencalc.errors import FactsError

Language = Literal["en", "zh"]
"""English, or Chinese."""


class Said(str):
    """A text in English, good wherever a text is, that can be said in another language too."""

    __slots__ = ()

    def in_language(self, language: Language) -> str:
        """Return it in a language that is not English."""
        raise NotImplementedError


class _Sentence(Said):
    """A sentence of the catalogue, with parts in it."""

    __slots__ = ("parts", "sentence")
    sentence: str
    parts: Mapping[str, Any]

    def in_language(self, language: Language) -> str:
        sentence = _catalogue(language).get(self.sentence, self.sentence)
        parts = {name: _in(part, language) for name, part in self.parts.items()}
        return sentence.format_map(parts) if parts else sentence


class _Both(Said):
    """A text of data that is there in both languages."""

    __slots__ = ("chinese",)
    chinese: str

    def in_language(self, language: Language) -> str:
        del language  # there is one beside English
        return self.chinese or str(self)


class _EnglishOnly(Said):
    """A text that only an English reader is shown."""

    __slots__ = ()

    def in_language(self, language: Language) -> str:
        del language
        return ""


class _Joined(Said):
    """Several texts with the same between them."""

    __slots__ = ("between", "texts")
    between: str
    texts: tuple[str, ...]

    def in_language(self, language: Language) -> str:
        between = _in(word(self.between), language)
        return between.join(_in(text, language) for text in self.texts)


class _Written(Said):
    """A text that is written anew in each language."""

    __slots__ = ("write",)
    write: Callable[[Language], str]

    def in_language(self, language: Language) -> str:
        return self.write(language)


def say(sentence: str, /, **parts: Any) -> Said:
    """Say a sentence of the catalogue, with its parts in place of their names in braces.

    Examples
    --------
    >>> say("{count} more of {years} years needed", count=2, years=3)
    '2 more of 3 years needed'
    """
    said = _Sentence(sentence.format_map(parts) if parts else sentence)
    said.sentence, said.parts = sentence, parts
    return said


def word(text: str) -> Said:
    """Say a text that the catalogue has as a whole, like a status; what is said already stays as it is.

    Examples
    --------
    >>> in_language(word("not met"), "zh")
    '不符合'
    """
    return text if isinstance(text, Said) else say(text)


def both(english: str, chinese: str) -> Said:
    """Say a text that is there in both languages, like the title of a clause.

    Examples
    --------
    >>> title = both("Products", "产品")
    >>> title, in_language(title, "zh")
    ('Products', '产品')
    """
    said = _Both(english)
    said.chinese = chinese
    return said


def say_in_both(row: Any, name: str) -> None:
    """Let a text of a new row be said in Chinese too, if the row has it in Chinese."""
    chinese = getattr(row, f"{name}_zh")
    if chinese:
        object.__setattr__(row, name, both(getattr(row, name), chinese))


def in_both(row: Any) -> Said:
    """Say the title of a row, in English with the Chinese one behind it if there is one."""
    return both(f"{row.title} {row.title_zh}".rstrip(), row.title_zh or row.title)


def english_only(text: str) -> Said:
    """Say a text that is left out in other languages, like a Chinese title beside the English one.

    Examples
    --------
    >>> in_language(english_only("产品"), "zh")
    ''
    """
    return _EnglishOnly(text)


def joined(texts: Iterable[str], between: str = ", ") -> Said:
    """Say several texts with the same between them, which the catalogue has too.

    Examples
    --------
    >>> statuses = joined([word("met"), word("not met")])
    >>> statuses, in_language(statuses, "zh")
    ('met, not met', '符合、不符合')
    """
    listed = tuple(texts)
    said = _Joined(between.join(listed))
    said.between, said.texts = between, listed
    return said


PHRASES: Said = both(", ", "，")
"""Between phrases, which Chinese keeps apart by another comma than the words of a list."""


def written(write: Callable[[Language], str]) -> Said:
    """Say what a function writes in each language, such as an equation with amounts in it.

    Examples
    --------
    >>> half = written(
    ...     lambda language: f"{in_language(both('sum', '和'), language)} / 2"
    ... )
    >>> half, in_language(half, "zh")
    ('sum / 2', '和 / 2')
    """
    said = _Written(write("en"))
    said.write = write
    return said


def in_language(text: str, language: Language) -> str:
    """Return a text of a result in a language; what somebody typed, and any other text, as it is.

    Parameters
    ----------
    text : str
        Any text of a result: a reason, a limit, a finding, an assumption.
    language : {"en", "zh"}
        English, or Chinese.

    Returns
    -------
    str
        The text.

    Raises
    ------
    FactsError
        If it is no text, or there is no such language.

    Examples
    --------
    >>> in_language("as typed", "zh"), in_language(word("met"), "zh")
    ('as typed', '符合')
    """
    if not isinstance(text, str):
        raise FactsError("in_language", (f"text is {_named(text)}; give a text",))
    if not isinstance(language, str) or language not in _LANGUAGES:
        raise FactsError("in_language", (f"language is {_named(language)}; it is {' or '.join(_LANGUAGES)}",))
    return _in(text, language)


_LANGUAGES = get_args(Language)


def _named(given: object) -> str:
    return repr(str(given))[:100] if isinstance(given, str) else f"of type {type(given).__name__}"


def _in(part: Any, language: Language) -> str:
    return part.in_language(language) if language != "en" and isinstance(part, Said) else str(part)


@cache
def _catalogue(language: Language) -> Mapping[str, str]:
    """Return what each sentence is in a language."""
    entries: dict[str, str] = {}
    for file in files("greencalc.languages").joinpath(language).iterdir():
        entries |= tomllib.loads(file.read_text("utf-8"))
    return entries
