"""Journal (журнал): what happened in a lesson.

Attendance (посещаемость), works and marks (работы и отметки), topic and homework (тема и домашнее
задание), remarks, praise and recommendations (замечания, похвала, рекомендации).
"""
