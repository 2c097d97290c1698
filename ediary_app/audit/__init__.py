"""Audit (журнал действий): seal, verify, search and erase what the events tell."""
