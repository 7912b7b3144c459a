"""What every network adapter promises, in words that carry no network's accent.

The road of one post, in the order a sender must follow:

1. `Connector.renew(session, at=…)`: a session that will last for the calls to come.
2. `Connector.upload(session, media, data)` for each picture; not public yet.
3. `Connector.resolve(session, fields)`: who the author is, and whom the text mentions.
4. `Intent(key=connector.new_key(…), …)` and `Connector.build(fields, intent, uploads)`: pure;
   the same arguments give the same bytes for ever. Commit `WireRequest.sha256` first.
5. `Connector.send(session, request)`: the only public step. `Sent`, `Refused` (nothing was
   stored) or `Unknown` (perhaps): an unknown is never sent again before somebody looked.
6. `Connector.find(session, intent, fields, at=…)`: look, by key or by exact content.

A thread is several such roads, one after the other: each `Intent` names the `reference` of
the post before it (`parent`) and of the first (`root`).

No method raises because of a network: each failure is a value of this module.
"""

from gouvernail.networks.contract.capabilities import Capability, Means
from gouvernail.networks.contract.connector import Connector
from gouvernail.networks.contract.outcomes import (
    Absent,
    Deleted,
    DeleteOutcome,
    Found,
    Profile,
    Refused,
    Resolved,
    SendOutcome,
    Sent,
    Sighting,
    Unknown,
    Unreadable,
    Uploaded,
    UploadOutcome,
)
from gouvernail.networks.contract.posts import Fields, Intent, Media, UnbuildableError, WireRequest
from gouvernail.networks.contract.sessions import Secret, Session

__all__ = [
    "Absent",
    "Capability",
    "Connector",
    "DeleteOutcome",
    "Deleted",
    "Fields",
    "Found",
    "Intent",
    "Means",
    "Media",
    "Profile",
    "Refused",
    "Resolved",
    "Secret",
    "SendOutcome",
    "Sent",
    "Session",
    "Sighting",
    "UnbuildableError",
    "Unknown",
    "Unreadable",
    "UploadOutcome",
    "Uploaded",
    "WireRequest",
]
