"""The signer: a process of its own that signs the head of the log when it has grown.

It keeps its own memory of the last checkpoint it signed, outside the database, and refuses to sign
a log that does not begin with what it signed before.
"""
