"""The practice network behind the contract of every network: nothing leaves this machine."""

from gouvernail.practice.connector.adapter import PracticeConnector, practice_session

__all__ = ["PracticeConnector", "practice_session"]
