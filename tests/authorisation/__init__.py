"""Who gets which answer from every address: a table per area, and what produces it.

`python -m tests.authorisation.generate` prints, or with `--write` adds, the rows that are missing,
with the answers as observed: a person reads them before they are committed.
"""
