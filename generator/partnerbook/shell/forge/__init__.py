"""The forge: everything that holds for one make of it and not for git. Nothing outside this package knows a forge."""
