"""Who outside the site holds the checkpoints of the journal: mailboxes, witnesses, time stamps."""

import environ

env = environ.Env()

# At least two, outside the IT department: an auditor, legal.
LEDGER_MAILBOXES = env.list("GOUVERNAIL_LEDGER_MAILBOXES", default=[])
# Each `https://address/of/the/witness|public key line`.
LEDGER_WITNESSES = env.list("GOUVERNAIL_LEDGER_WITNESSES", default=[])
LEDGER_TSA_URL = env.str("GOUVERNAIL_LEDGER_TSA_URL", default="")
# PEM: the roots (and intermediates, if any) that the authority's certificate must lead to.
LEDGER_TSA_ROOTS_FILE = env.str("GOUVERNAIL_LEDGER_TSA_ROOTS_FILE", default="")
