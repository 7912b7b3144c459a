"""The `gouvernail` command: what the screens do to data, in a pipe.

One module per group of subcommands, found because it exposes `register(subparsers)`.
"""
