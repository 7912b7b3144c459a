"""What is asked about training."""

from gouvernail.training.queries.held import Held, certificates, holds, in_force, quiz_passed

__all__ = ["Held", "certificates", "holds", "in_force", "quiz_passed"]
