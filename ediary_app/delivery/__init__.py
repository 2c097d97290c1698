"""Delivery (оповещения): what families and staff are told, in which words, and when.

So far the words and the rhythm: message templates (шаблоны сообщений) and schedules of notices
(расписание рассылок), both versioned definitions of the portal.
"""
