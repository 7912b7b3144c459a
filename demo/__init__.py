"""The demonstration organisations: invented, the same every time, loaded through real actions.

`alize` is a group of five departments and 41 accounts; `ville` a town of three people.
"""

from demo.loading import SITES, load

__all__ = ["SITES", "load"]
