"""Access (доступ): who may do what, and the only way to do anything.

Accounts (учётные записи), sign-in sessions, roles and permissions, and `perform`: one actor,
one transaction, one moment for every use case, whoever calls it.
"""
