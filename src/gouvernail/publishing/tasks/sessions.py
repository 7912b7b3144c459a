"""How the sender writes down that it renews a session."""

from gouvernail.publishing.actions import rotations
from gouvernail.publishing.sender.sessions import Keeper

KEEPER = Keeper(
    begin=lambda account_id, at: _done(rotations.begin_rotation(account_id=account_id, at=at)),
    keep=lambda account_id, secret, at: rotations.keep_rotated(
        account_id=account_id, secret=secret, at=at
    ),
    settle=lambda account_id, secret, at: rotations.settle_rotation(
        account_id=account_id, secret=secret, at=at
    ),
    drop=lambda account_id, at: rotations.drop_rotated(account_id=account_id, at=at),
)


def _done(_row: object) -> None:
    return
