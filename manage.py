#!/usr/bin/env python3
"""Django's own commands; people use `gouvernail` and `make`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gouvernail.project.settings.demo")
    execute_from_command_line(sys.argv)
