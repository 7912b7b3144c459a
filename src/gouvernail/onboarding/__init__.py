"""The first hour: from an empty site to the accounts that want attention."""
