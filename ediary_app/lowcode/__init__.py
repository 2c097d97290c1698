"""Low-code (конструктор): what a school keeps in lists is declared once, the portal follows.

A resource (справочник) is one frozen declaration beside the table it describes. From it come real
use cases (browse, card, save, remove, bulk edit, undo, history, export, import) and one pair of
pages. This package knows no noun of the school and gets rights as functions.
"""
