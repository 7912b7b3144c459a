"""Accounts, their life, how they are connected, what was read of them, and how they came in."""

from gouvernail.registry.models.account import Account
from gouvernail.registry.models.connection import Connection, Reading
from gouvernail.registry.models.feeds import DeadlineFeed
from gouvernail.registry.models.findings import DormancyRule, Finding
from gouvernail.registry.models.imports import ImportMapping, ImportRun
from gouvernail.registry.models.life import (
    Agreement,
    AgreementPaper,
    Closing,
    ClosingStep,
    SetupSheet,
)
from gouvernail.registry.models.profiles import ProfileChange, ProfileReading, ProfileStandard

__all__ = [
    "Account",
    "Agreement",
    "AgreementPaper",
    "Closing",
    "ClosingStep",
    "Connection",
    "DeadlineFeed",
    "DormancyRule",
    "Finding",
    "ImportMapping",
    "ImportRun",
    "ProfileChange",
    "ProfileReading",
    "ProfileStandard",
    "Reading",
    "SetupSheet",
]
