"""The pages, one module a desk: reading, searching, checking."""
