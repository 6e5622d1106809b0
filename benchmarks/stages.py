"""Where `check` spends its time: one cold pass over a handbook, printed as JSON, in seconds of processor time."""

import gc
import json
import sys
import time
from itertools import pairwise
from pathlib import Path


def main(root: Path) -> None:
    """Import, load, analyse and check, and print what each took."""
    marks = [("python", time.process_time())]
    from partnerbook.analysis import Records, analysed
    from partnerbook.ingest.load import load
    from partnerbook.ingest.sources import DirectorySource
    from partnerbook.rules import check
    from partnerbook.shell.handbook import day_to_look_from, today_for

    marks.append(("imports", time.process_time()))
    gc.disable()  # as the command itself does while it reads
    loaded = load(DirectorySource(root))
    marks.append(("load", time.process_time()))
    today = today_for(loaded.book)
    day = day_to_look_from(loaded.book, None, today)
    current = analysed(Records(loaded.book, day, today))
    marks.append(("analyse", time.process_time()))
    findings = check(current, loaded.findings)
    marks.append(("rules", time.process_time()))
    spent = {name: until - since for (_, since), (name, until) in pairwise(marks)}
    records = sum(1 for _ in loaded.book.entries())
    print(json.dumps({"records": records, "findings": len(findings), **spent}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
