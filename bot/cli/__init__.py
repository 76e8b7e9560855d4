"""The subcommands of `ventanilla` that start no server; `bot.__main__` puts them together."""
