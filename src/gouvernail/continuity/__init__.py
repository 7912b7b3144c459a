"""Keeping going: backups, restores, drills, alarms and the state of the whole site."""
