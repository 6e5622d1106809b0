"""Pages of the handbook: view models, templates, and the pure builder over them."""
