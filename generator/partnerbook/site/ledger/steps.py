"""Each step on the way to a line's amount as a sentence, with all that is needed to reckon it again by hand."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from partnerbook.analysis.ledger.line import Line
from partnerbook.analysis.ledger.step import (
    AtRate,
    BandReached,
    Basis,
    Before,
    Capped,
    Converted,
    Counted,
    DealSize,
    Exchanged,
    Fee,
    InBands,
    InWords,
    Margin,
    RuleLost,
    Shared,
    Step,
    TakenBack,
    Waited,
)
from partnerbook.site.edition import Edition
from partnerbook.site.ledger.answers import band_reached, rule_lost, taken_back
from partnerbook.site.ledger.earnings import bands_step, cap_step, fee_step, margin_step, rate_step, share_step
from partnerbook.site.ledger.grounds import (
    basis_step,
    before_step,
    converted_step,
    counted_step,
    deal_size_step,
    exchanged_step,
    waited_step,
)
from partnerbook.site.ledger.names import Names


def step_in_words(edition: Edition, step: Step, line: Line, names: Names) -> tuple[str, ...]:
    """One step as a sentence; a second one where an exact amount was rounded, or bands need their edges."""
    return WORDS[type(step)](edition, step, line, names)


def _band_reached(edition: Edition, step: BandReached, line: Line, names: Names) -> tuple[str, ...]:
    return (band_reached(edition, step, line, names),)


def _rule_lost(edition: Edition, step: RuleLost, line: Line, names: Names) -> tuple[str, ...]:
    return (rule_lost(edition, step),)


def _in_words(edition: Edition, step: InWords, line: Line, names: Names) -> tuple[str, ...]:
    return (step.text,)


WORDS: Mapping[type[Step], Callable[[Edition, Any, Line, Names], tuple[str, ...]]] = MappingProxyType(
    {
        Basis: basis_step,
        Waited: waited_step,
        Counted: counted_step,
        Before: before_step,
        DealSize: deal_size_step,
        Converted: converted_step,
        Exchanged: exchanged_step,
        AtRate: rate_step,
        InBands: bands_step,
        Fee: fee_step,
        Margin: margin_step,
        Shared: share_step,
        Capped: cap_step,
        BandReached: _band_reached,
        TakenBack: taken_back,
        RuleLost: _rule_lost,
        InWords: _in_words,
    }
)
"""What says each kind of step; a test holds that none is missing."""
