"""What a sensible charter says before anything happened, in both languages, for people to judge."""

from gouvernail.charter.starters.lines import Proposal, proposals

__all__ = ["Proposal", "proposals"]
