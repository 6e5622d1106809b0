"""How a worked example's amount came about, in one line of a message."""

from collections.abc import Iterator

from partnerbook.analysis.examples.running import ExampleOutcome
from partnerbook.analysis.ledger.line import Line, Unearned
from partnerbook.analysis.ledger.step import AtRate, BandReached, Capped, Fee, InBands, Margin, Shared, Step, TakenBack

_KIND = {"accrual": "earned", "true_up": "as a true-up", "clawback": "taken back"}


def reckoned(outcome: ExampleOutcome) -> str:
    """The lines of an example with their reasons; without any, why nothing was earned."""
    parts = [_line(line) for line in outcome.lines]
    parts += [_unearned(one) for one in outcome.unearned]
    return "; ".join(parts) or "nothing happens in it that earns"


def _line(line: Line) -> str:
    amount = -line.amount if line.kind == "clawback" else line.amount
    reasons = ", ".join(words for step in line.steps for words in _step(step))
    said = f"{amount} {_KIND.get(line.kind, line.kind)}"
    return f"{said} ({reasons})" if reasons else said


def _unearned(one: Unearned) -> str:
    """An event that changed nothing, in the words of the ledger: `p1 earns nothing: after first year`."""
    detail = f" ({one.detail})" if one.detail else ""
    return f"{one.event} changes nothing: {one.reason.replace('_', ' ')}{detail}"


def _step(step: Step) -> Iterator[str]:
    match step:
        case AtRate():
            yield f"{step.rate} of {step.amount}"
        case InBands():
            yield " and ".join(f"{portion.rate} of {portion.amount}" for portion in step.portions)
        case Fee():
            yield "a fixed fee"
        case Margin():
            yield f"{step.sale} less {step.wholesale}, of which {step.paid} was paid"
        case Shared():
            yield f"{step.share} of {step.of}"
        case Capped():
            yield f"at most {step.cap}, {step.used} of it used before"
        case BandReached():
            yield f"band {step.new + 1} instead of {(step.old or 0) + 1} for the {step.basis} before"
        case TakenBack():
            unit = " months" if isinstance(step.whole, int) else ""
            yield f"{step.part} of {step.whole}{unit}, from {step.stored}"
        case _:
            return
