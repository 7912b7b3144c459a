"""Tests of the `gouvernail` command."""
