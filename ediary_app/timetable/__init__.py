"""Timetable (расписание): bells (звонки), rooms (кабинеты), the week and dated lessons."""
