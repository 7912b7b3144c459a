"""Every change of training."""

from gouvernail.training.actions.certifying import Finished, certify, revoke_certificate

__all__ = ["Finished", "certify", "revoke_certificate"]
