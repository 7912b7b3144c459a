"""Whole walks in a browser: each kind of person does their work, against the real parts."""
