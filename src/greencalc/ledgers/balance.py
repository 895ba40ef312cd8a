"""What leaves a plant was there before: nothing renewable leaves as if it were not, and is then counted as used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from greencalc.ledgers.meter_line import NOT_RENEWABLE, OWN
from greencalc.ledgers.steps import Value, more_than, sum_of

ELECTRICITY, HEAT = "electricity", "heat"


@frozen
class Flow:
    """Energy that comes into a plant, or leaves it.

    Attributes
    ----------
    label : str
        The line that says so.
    kind : str
        "electricity", "heat", or the name of a fuel.
    leaves : bool
        Whether it leaves the plant.
    renewable : str or None
        Where renewable energy comes from; "no" where it was said not to be renewable.
    amount : Fraction, numpy.ndarray or None
        How much it is, all flows in one unit; None where nobody says.
    """

    label: str
    kind: str
    leaves: bool
    renewable: str | None
    amount: Value | None

    @property
    def is_renewable(self) -> bool:
        """Whether it is marked as renewable."""
        return self.renewable not in {None, NOT_RENEWABLE}

    @property
    def is_some(self) -> bool:
        """Whether there is any of it; what nobody says may be any."""
        return self.amount is None or more_than(self.amount, Fraction(0))


def balance_faults(flows: Sequence[Flow], leaving: str) -> Iterator[str]:
    """Find what leaves a plant without saying whether it is renewable, and what leaves and was never there.

    Raises
    ------
    LineError
        If arrays are of different shapes.
    """
    for kind in dict.fromkeys(flow.kind for flow in flows if flow.leaves):
        yield from _faults(kind, flows, leaving)


def _faults(kind: str, flows: Sequence[Flow], leaving: str) -> Iterator[str]:
    came = [flow for flow in flows if flow.kind == kind and not flow.leaves]
    left = [flow for flow in flows if flow.kind == kind and flow.leaves]
    made_of = list(_made_of(kind, flows))
    plain = _sum(flow for flow in came if not flow.is_renewable)
    plain_left = _sum(flow for flow in left if not flow.is_renewable)
    beyond = plain is None or plain_left is None or more_than(plain_left, plain)
    mixed = any(flow.is_renewable for flow in (*came, *made_of))
    unmarked = [flow for flow in left if flow.renewable is None and flow.is_some]
    if unmarked and (any(flow.renewable in OWN for flow in came) or (beyond and mixed)):
        for flow in unmarked:
            yield (
                f"{flow.label}: renewable is missing: some of the {kind} here is renewable. Of what is {leaving}, mark "
                f"what is of one's own with renewable = {' or '.join(map(repr, OWN))}, and the rest with renewable = "
                f"{NOT_RENEWABLE!r}; energy that is bought as renewable bears its mark only as far as it is used here"
            )
        return
    could = _sum(flow for flow in (*came, *made_of) if not flow.is_renewable)
    if (kind in {ELECTRICITY, HEAT} or mixed) and _exceeds(plain_left, could):
        yield (
            f"{_labels(left)}: more {kind} that is not renewable is {leaving} than came in or could be made; list what "
            f"was made of renewable energy, and mark it renewable there and here"
        )
    for source in OWN:
        own_left = [flow for flow in left if flow.renewable == source]
        there = [flow for flow in came if flow.renewable == source]
        if _exceeds(_sum(own_left), _sum((*there, *(flow for flow in made_of if flow.is_renewable)))):
            yield (
                f"{_labels(own_left)}: more {kind} that is {source} is {leaving} than there is; list all that was "
                f"made, renewable = {source!r}, as a line of its own"
            )


def _made_of(kind: str, flows: Iterable[Flow]) -> Iterator[Flow]:
    """Yield what electricity or heat can be made of: fuels, and heat also of electricity, any amount by heat pumps."""
    if kind not in {ELECTRICITY, HEAT}:
        return
    for flow in flows:
        if not flow.leaves and flow.kind not in {ELECTRICITY, HEAT}:
            yield flow
        elif not flow.leaves and flow.kind == ELECTRICITY != kind:
            yield Flow(flow.label, flow.kind, leaves=False, renewable=flow.renewable, amount=None)


def _sum(flows: Iterable[Flow]) -> Value | None:
    amounts = [flow.amount for flow in flows]
    return None if any(amount is None for amount in amounts) else sum_of(amounts)


def _exceeds(one: Value | None, other: Value | None) -> bool:
    return one is not None and other is not None and more_than(one, other)


def _labels(flows: Iterable[Flow]) -> str:
    return ", ".join(flow.label for flow in flows)
