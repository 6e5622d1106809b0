"""Lines of the ledger in words and figures: what they are for, how they came about, and when they are paid."""
