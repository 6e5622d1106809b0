"""Everything that is due, derived from the records and the program's clocks. Pure."""

from partnerbook.analysis.deadlines.model import Deadline, DeadlineKind, DeadlineSide, DeadlineState, Stop

__all__ = ["Deadline", "DeadlineKind", "DeadlineSide", "DeadlineState", "Stop"]
