"""Tests of what starts a site."""
