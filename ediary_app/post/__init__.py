"""Post (почта): letters with a text and an HTML part, in the reader's language.

A letter is a row of the outbox, written in the transaction of the act it tells about. A courier
takes letters to the mail server outside every transaction; where no server is set they are kept
here and read on the administrator's page.
"""
