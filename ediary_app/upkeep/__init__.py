"""Upkeep (обслуживание): nightly back-ups, how the installation is, what needs attention."""
