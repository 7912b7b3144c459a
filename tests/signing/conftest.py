"""What the tests of signatures share."""

import importlib.util
from types import ModuleType

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    """Return the verifier that stands alone, read from its file as an auditor has it."""
    spec = importlib.util.spec_from_file_location("alone", ROOT / "tools/verify_ledger.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
