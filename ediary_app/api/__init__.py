"""HTTP shell: the cookie of the session, words for the browser, files, health."""
