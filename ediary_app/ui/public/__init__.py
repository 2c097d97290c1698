"""Pages for somebody who has not signed in yet."""
