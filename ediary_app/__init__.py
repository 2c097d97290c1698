"""Electronic class journal and pupil's diary (электронный журнал и электронный дневник).

Each package below is one noun of the school; `ui` is the only one that knows screens.
"""
