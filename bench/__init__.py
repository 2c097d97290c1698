"""Speed and load of the whole product, measured from outside (замеры), apart from the tests.

`python -m bench [prefix]` prints one JSON line a figure: name, value, unit, bar, ok. What a figure
means and how it was got goes to stderr, with the machine's load.
"""
