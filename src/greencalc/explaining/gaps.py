"""Gaps as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from greencalc.judging.results import ItemResult
from greencalc.languages.said import Language, Said, both, in_both, in_language, joined, say, word
from greencalc.plant.status_words import UNKNOWN
from greencalc.showing.sheet import Entries, InALine, Sheet, Shown, listing
from greencalc.standards.scales.scale import percent
from greencalc.units.number_text import points_text


@frozen(repr=False)
class Change(InALine):
    """What one input would need for its item to be fully met, the others held.

    Attributes
    ----------
    argument, meaning : str
        The input's name and what it stands for.
    now : str or tuple of str or None
        The amount as typed; None if it is missing.
    needed : str or tuple of str or None
        The amount that would do, ready to be typed; of years, all of them. None if no value does or any, if none was
        found, and if the amount is the total of a ledger.
    why : str
        The change in words, and why it is no measure if it is none; or that any value does it, that none can and
        what proves it, or that none was found.
    is_measure : bool or None
        Whether such a change makes the plant greener, as the input's symbol says; None where that says nothing.
    """

    argument: str
    meaning: str
    now: str | tuple[str, ...] | None
    needed: str | tuple[str, ...] | None
    why: str
    is_measure: bool | None

    def __str__(self) -> str:
        """Return the input and the change in words."""
        name = both(self.argument, f"{self.argument}（{in_language(self.meaning, 'zh')}）")
        return joined((name, self.why), ": ")


@frozen(repr=False)
class NextStep(InALine):
    """The next value of a scale that earns more, short of all points.

    Attributes
    ----------
    condition : str
        How the quantity would have to stand to it.
    share : Fraction
        The share of the points that its item would earn.
    exact_gain : Fraction
        The points that it would gain.
    changes : tuple of Change
        What each input would need for that, each by itself.
    """

    condition: str
    share: Fraction
    exact_gain: Fraction
    changes: tuple[Change, ...]

    @property
    def gain(self) -> float:
        """The points that its item would gain."""
        return float(self.exact_gain)

    def __str__(self) -> str:
        """Return the condition and the share of the points."""
        share = percent(self.share)
        return say("the next step, {condition}, earns {share} of the points", condition=self.condition, share=share)


@frozen(repr=False)
class Gap(InALine):
    """An item that is not fully met, and what would close it.

    Attributes
    ----------
    result : ItemResult
        The item as judged.
    exact_gain : Fraction
        The points that it would gain.
    changes : tuple of Change
        What each input would need, each by itself; empty for a requirement that is judged by a word, and where no
        year that is still open can do it.
    words : tuple of str
        What else is to be done: a requirement to be met, facts to be given, years to pass.
    next_step : NextStep or None
        Where points go by a scale, the next value that earns more of them, if that is not all.
    """

    result: ItemResult
    exact_gain: Fraction
    changes: tuple[Change, ...]
    words: tuple[str, ...]
    next_step: NextStep | None = None

    def __str__(self) -> str:
        """Return the item and what would close it."""
        steps = () if self.next_step is None else (str(self.next_step),)
        return joined((self._title, joined((*map(str, self.changes), *self.words, *steps), "; ")), ": ")

    def _sheet(self) -> Sheet:
        return Sheet(self._title, (Entries(_entries(self)),))

    @property
    def _title(self) -> Said:
        return joined((self.id, both(self.result.item.title, self.result.item.title_zh)), " ")

    @property
    def id(self) -> str:
        """The item's id."""
        return self.result.id

    @property
    def opens_gate(self) -> bool:
        """Whether the item is mandatory."""
        return self.result.item.mandatory

    @property
    def gain(self) -> float:
        """The points that it would gain."""
        return float(self.exact_gain)


_NO_GAP = say("Every item is fully met, or does not apply.")
_EACH_BY_ITSELF = say("Each change is by itself, all other inputs held.")


class Gaps(Shown, tuple[Gap, ...]):
    """Every item that is not fully met: mandatory items first, then by the points to be gained.

    A tuple of :class:`greencalc.Gap` that prints itself and shows itself in a notebook.
    """

    __slots__ = ()

    def to_text(self, *, language: Language = "en") -> str:
        """Return it as text, as the command ``greencalc gaps`` prints it.

        Parameters
        ----------
        language : {"en", "zh"}
            English, or Chinese; what somebody typed, and names that are to be typed, stay as they are.

        Returns
        -------
        str
            What `print` shows.

        Raises
        ------
        FactsError
            If there is no such language.
        """
        return self._sheet().to_text(language=language)

    def to_html(self, *, language: Language = "en") -> str:
        """Return it as HTML, as a notebook shows it.

        Parameters
        ----------
        language : {"en", "zh"}
            English, or Chinese.

        Returns
        -------
        str
            One ``div`` element.

        Raises
        ------
        FactsError
            If there is no such language.
        """
        return self._sheet().to_html(language=language)

    def _sheet(self) -> Sheet:
        unknown = [gap for gap in self if gap.opens_gate and gap.result.status == UNKNOWN]
        parts = {
            say("Mandatory items that are not met"): [gap for gap in self if gap.opens_gate and gap not in unknown],
            say("Mandatory items that are not known to be met"): unknown,
            say("Points to be gained, the most first"): [gap for gap in self if not gap.opens_gate],
        }
        listed = (listing(title, (row for gap in gaps for row in _entries(gap))) for title, gaps in parts.items())
        held = _EACH_BY_ITSELF if any(gap.changes for gap in self) else None
        title = say("{count} items are not fully met, or not known to be", count=len(self)) if self else _NO_GAP
        return Sheet(title, (held, *listed))


def _entries(gap: Gap) -> Iterator[tuple[str, str]]:
    """Yield an item, what it gains and why it is not met, and below it each way to meet it."""
    item = gap.result.item
    gain = points_text(gap.exact_gain, gap.result.exact_of)
    label = say("{id}, +{points} points", id=gap.id, points=gain) if gap.exact_gain else gap.id
    yield label, joined((in_both(item), joined((word(gap.result.status), gap.result.why), ": ")), "; ")
    yield from (("", text) for text in gap.words)
    yield from (("", _change_text(change)) for change in gap.changes)
    if gap.next_step is not None:
        yield "", str(gap.next_step)
        yield from (("", _change_text(change)) for change in gap.next_step.changes)


def _change_text(change: Change) -> str:
    name = say("{name}, {meaning}", name=change.argument, meaning=change.meaning)
    return joined((name, change.why), ": ")
