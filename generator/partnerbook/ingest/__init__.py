"""Bytes to records: sources, decoding, front matter, strict YAML, validation.

The only layer that knows git and YAML. `load.load` is the way through it; every module on that
way hands back values and faults and raises nothing, whatever a file holds.
"""
