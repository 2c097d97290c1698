"""Duplicate people (дубликаты людей): one person entered twice is found, merged, and taken apart.

Pairs are found by names, dates of birth, phones and addresses, with a score and the reasons in
words. A merge (слияние) moves everything that refers to one card to the other and can be undone.
"""
