"""Taking in the lists of accounts that people have, however untidy.

Pure parts, which know neither Django nor the database, read a file in a process of its own:

    reading    decode, unzip, find tables and headers, strip what looks like a secret
    columns    which column means what, guessed by header and by content
    accounts   one row → the accounts it names, with what is wrong at its place

Parts that ask the database turn them into a plan:

    planning   which accounts would be created, updated, left as they are, refused and why
    reports    what came of every row, in words
"""
