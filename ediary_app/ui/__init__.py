"""Screens: pages by workplace, their States, and the components they share.

Everything here talks to the school through `SessionState._perform` only.
"""
