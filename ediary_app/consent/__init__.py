"""Consent (согласия): what a family allowed or refused, and the contacts it gave (контакты)."""
