"""Forms (анкеты и заявления): what the school asks of families and teachers.

An administrator lays a form down: its questions, to whom it goes, from when to when. A published
form waits for everybody it is for, once for each child it is about; what is typed is kept as a
draft, what is sent stays with the version it answers, signed where a signature is asked for.
"""
