"""Values and records: what a partner program is made of. Knows no other layer."""
