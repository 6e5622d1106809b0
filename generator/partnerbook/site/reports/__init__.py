"""What commands print for people: plain text, made of the same words as the pages."""
