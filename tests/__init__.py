"""Tests of Gouvernail; they mirror src, one file per behaviour."""
