"""School (школа): who learns and teaches here, in which classes and groups, and when.

Schools, people (люди), guardianships (законные представители), classes (классы), enrolment
(зачисление и движение), teaching groups (учебные группы, потоки, ИУП), subjects (предметы),
school years, terms (четверти, триместры, полугодия), holidays (каникулы), assignments (нагрузка).
"""
