"""Pages as people speak of them: by role, label and text, never by a class or a place."""
