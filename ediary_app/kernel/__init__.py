"""Mechanism without meaning: database, events, clock, errors, settings, languages."""
