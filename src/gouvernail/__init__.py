"""Gouvernail: the helm of an organisation's social media."""

import os

__version__ = "0.1.0"

# Where lxml is installed, openpyxl would read workbooks with it, past the limits of defusedxml.
os.environ["OPENPYXL_LXML"] = "False"
