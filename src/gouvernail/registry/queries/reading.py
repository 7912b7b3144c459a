"""Reading a profile as everybody sees it: no secret is opened, nothing is written."""

from gouvernail.networks.contract import Profile, Secret, Session
from gouvernail.networks.registry import connector
from gouvernail.registry.models import Connection
from gouvernail.registry.queries.networks import egress
from gouvernail.registry.queries.profiles import Shown


def read_profile(connection: Connection) -> Shown | None:
    """Return what the account's server shows to everybody; None when it does not answer.

    One or two calls to the network, outside any transaction. Where a network has no field of its
    own for links, they stand in the biography.
    """
    session = Session(
        network=connection.account.network,
        base_url=connection.service_url,
        account_id=connection.remote_id,
        handle=connection.remote_handle or connection.account.handle,
        access=Secret(""),
    )
    adapter = connector(connection.account.network, egress=egress())
    profile = adapter.profile(session)
    if not isinstance(profile, Profile):
        return None
    return Shown(name=profile.display_name, bio=profile.description, avatar=profile.avatar)
