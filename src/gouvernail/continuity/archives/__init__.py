"""The machinery of backups: what one holds, how it is made, restored and proved.

A backup is a folder named after its instant:

    20261121T020000Z/
    ├── manifest.json        what it is, and the SHA-256 of every other file
    ├── manifest.sha256      of the manifest
    ├── database             SQLite: a copy; PostgreSQL: pg_dump's custom format
    ├── media/ab/cd/abcd…    files by their content, shared with earlier backups by hard links
    └── ledger/1/            the log up to its last checkpoint, as static files (C2SP tlog-tiles),
                             one folder for each epoch

With a recipient every file but the manifest is encrypted (`sealing`). Keys are never in it.
"""
