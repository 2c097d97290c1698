"""Long work (длительные задания): done in the background, each item once, whatever happens.

A job (задание) is a kind, a list of items and their batches, all rows of our own database. A batch
is done in one transaction together with the mark that it is done. Workers take batches through a
durable engine; reactions to events and work by the clock (по расписанию) go the same way.
"""
