"""The turn of the school year (переход на новый учебный год): planned, shown, done, taken back.

Classes go up, pupils follow them or take a way of their own, groups and their teachers are copied
to where the subject is taught. The plan is a pure function of the school as it stands and of what
the office has chosen; a job carries it out, and doing it again changes nothing more.
"""
