"""Write an invented partner program of any size: valid records, the same ones for the same seed.

    python benchmarks/synthetic.py OUT --partners 500 --referrals 5000 --seed 7

500 partners and 5,000 referrals make 10,001 records: the program, a partner and an agreement each,
30 clients for every hundred referrals, the activities that the cadences of the tiers ask for, the
payouts of all runs that are over, and closings of the quarters before.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from random import Random

from invented.activities import invent_activities
from invented.partners import invent_partners
from invented.payouts import invent_payouts
from invented.program import program_record
from invented.referrals import invent_clients, invent_referrals

CLIENTS_PER_REFERRAL = 0.3


def program_of(partners: int, referrals: int, seed: int) -> Iterator[tuple[str, str]]:
    """Path and text of every record, one after the other."""
    records = dict(facts_of(partners, referrals, seed))
    yield from records.items()
    yield from invent_payouts(records, Random(seed))


def facts_of(partners: int, referrals: int, seed: int) -> Iterator[tuple[str, str]]:
    """The same without payouts and closings: all that the ledger is reckoned from."""
    chance = Random(seed)
    yield "records/program.md", program_record()
    invented = list(invent_partners(partners, chance))
    for partner in invented:
        yield from partner.records
        yield from invent_activities(partner, chance)
    clients = list(invent_clients(max(1, round(referrals * CLIENTS_PER_REFERRAL)), chance))
    yield from (client.record for client in clients)
    yield from invent_referrals(referrals, invented, clients, chance)


def write_program(root: Path, partners: int, referrals: int, seed: int) -> int:
    """Write all records below a folder, and return how many they are.

    Raises:
        FileExistsError: where the folder has records already; two programs in one would not be valid.
    """
    if (root / "records").exists():
        raise FileExistsError(f"{root} already holds records")
    count = 0
    folders = set()
    for path, text in program_of(partners, referrals, seed):
        file = root / path
        if file.parent not in folders:
            file.parent.mkdir(parents=True, exist_ok=True)
            folders.add(file.parent)
        file.write_text(text, encoding="utf-8", newline="\n")
        count += 1
    return count


def main() -> None:
    """Read the options, write the records, say how many."""
    parser = argparse.ArgumentParser(description="Write an invented partner program of any size.")
    parser.add_argument("out", type=Path, help="folder of the new handbook; it must not hold records yet")
    parser.add_argument("--partners", type=int, default=500)
    parser.add_argument("--referrals", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    if options.partners < 1 or options.referrals < 0:
        parser.error("a program has at least one partner, and no fewer than no referrals")
    try:
        count = write_program(options.out, options.partners, options.referrals, options.seed)
    except FileExistsError as error:
        parser.error(str(error))
    print(f"{count} records in {options.out / 'records'}")


if __name__ == "__main__":
    main()
