"""Pure adapters to the networks, one folder per network, behind one contract.

`contract` holds the words; `registry` finds a connector by the name of its network.
Nothing here knows Django, and everything that leaves the machine leaves through `egress`.
"""
