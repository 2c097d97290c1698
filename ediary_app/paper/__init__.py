"""Paper (бумага): HTML becomes PDF behind one door, with our own typeface and nothing from outside.

`markup` writes the HTML of a sheet with its head and page numbers, `lists` and `slips` are the two
shapes used so far, `press` makes the PDF in a process apart, within limits of time and memory.
"""
