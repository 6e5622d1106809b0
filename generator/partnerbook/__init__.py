"""Partnerbook: the git-native partner program for professional-services firms.

The way through the package is the way of the data: `ingest.load` reads records
into a `core.book.Book`, `analysis.analyse` derives what follows from them,
`rules.check` compares both with what must hold, `site.build_pages` shows them.
"""

__version__ = "0.1.0"
