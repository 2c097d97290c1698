"""Exchange (обмен): lists of a school office come in as tables (импорт списков).

Class lists (списки классов), guardians (представители), staff (работники), teaching assignments
(нагрузка) and the week's timetable (расписание) are read from XLSX and CSV, compared with what is
there, shown before anything is written, imported whole or not at all, and can be undone (отмена).
"""
