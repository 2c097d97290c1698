"""The demo school (демонстрационная школа): lifelike, deterministic by seed, written in bulk.

It seeds an empty database and is never imported by the product's own packages.
"""
