"""Forged requests: who tries, what they send, and what must still be as it was afterwards."""
