"""View models: one module a kind of page. They turn records into finished texts; templates only lay out."""
