"""Figures of partners and of the program, each with what it was counted from. Pure."""
