"""The practice network behind the contract of every network: nothing leaves this machine."""

from gouvernail.practice.connector.adapter import (
    MAX_CHARACTERS,
    PracticeConnector,
    practice_session,
)

__all__ = ["MAX_CHARACTERS", "PracticeConnector", "practice_session"]
