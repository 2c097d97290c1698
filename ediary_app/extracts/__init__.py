"""Extracts (выписки): what is printed for a family that lives on paper.

So far the layouts (макеты): versioned definitions of the portal, with the fields of the own child.
"""
