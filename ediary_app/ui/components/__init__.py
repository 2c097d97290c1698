"""Pieces of screens that are functions of Vars: frame, icons, states, fields."""
