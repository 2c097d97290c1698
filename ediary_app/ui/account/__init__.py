"""One's own account: roles, devices, password, second step, language and look."""
