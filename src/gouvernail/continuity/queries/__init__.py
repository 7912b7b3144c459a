"""The state of the whole site, in words: what is well, what is not, and what to do about it."""

from gouvernail.continuity.queries.items import Group, Item, Level
from gouvernail.continuity.queries.machine import machine_facts
from gouvernail.continuity.queries.processes import silent_processes
from gouvernail.continuity.queries.site import Status, site_status

__all__ = [
    "Group",
    "Item",
    "Level",
    "Status",
    "machine_facts",
    "silent_processes",
    "site_status",
]
