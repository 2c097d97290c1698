"""The teacher's workplace (рабочее место учителя): today, the lesson, the journal."""
