"""Worked examples of agreements: run through the ledger, and tried against terms a little different."""
