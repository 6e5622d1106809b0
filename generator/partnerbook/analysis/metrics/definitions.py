"""Every figure's definition, once, beside the code that counts it; the handbook prints them."""

from collections.abc import Mapping
from types import MappingProxyType

from partnerbook.analysis.metrics.definition import Definition
from partnerbook.analysis.metrics.partner_definitions import PARTNER_FIGURES
from partnerbook.analysis.metrics.program_definitions import PROGRAM_FIGURES

__all__ = ["DEFINITIONS", "Definition"]

DEFINITIONS: Mapping[str, Definition] = MappingProxyType({one.key: one for one in (*PARTNER_FIGURES, *PROGRAM_FIGURES)})
"""Definitions by key, in the order in which they are told. Titles, formulas and caveats are English messages."""
