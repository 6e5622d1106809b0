"""The only layer that knows terminals, clocks, MkDocs and files to write."""
