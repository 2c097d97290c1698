"""Letters: written in both languages, carried to a real local mail server, kept without one."""
