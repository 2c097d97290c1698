"""Timetable (расписание): bells (звонки), rooms (кабинеты), the week's pattern and dated lessons."""
