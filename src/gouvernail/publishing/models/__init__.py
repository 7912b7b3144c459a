"""What must leave, in which state it stands, and what stops everything."""

from gouvernail.publishing.models.deliveries import Delivery, Look, RemoteStep
from gouvernail.publishing.models.freezes import Freeze
from gouvernail.publishing.models.pace import Pace
from gouvernail.publishing.models.rotations import Rotation
from gouvernail.publishing.models.withdrawals import Withdrawal

__all__ = ["Delivery", "Freeze", "Look", "Pace", "RemoteStep", "Rotation", "Withdrawal"]
