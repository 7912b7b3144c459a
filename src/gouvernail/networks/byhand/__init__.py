"""Networks where a person posts: everything but the sending works.

The guided hand-off copies text and pictures and opens the network where it has an address
for that; the link that the person pastes afterwards is the only evidence there is.
"""
