"""The tablet's queue over a bad network, against the real use cases on a real database."""
