"""What people send about the rules, and what is wrong with it."""

from gouvernail.rulebooks.forms.versions import Fault, VersionForm, Written, faults, written

__all__ = ["Fault", "VersionForm", "Written", "faults", "written"]
