"""What verification refuses, as exceptions: a refusal that is not handled cannot be overlooked."""


class MerkleError(ValueError):
    """Something about a log does not hold, or cannot be read."""


class ProofError(MerkleError):
    """A proof does not prove what was claimed, or is not a proof at all."""


class NoteError(MerkleError):
    """A signed note, a key or a checkpoint is malformed, or no trusted key signed it."""


class TileError(MerkleError):
    """A tile, a bundle of entries or a path does not follow the format."""
