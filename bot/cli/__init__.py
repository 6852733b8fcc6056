"""The commands, a file each; ``bot.cli.main`` puts them together."""
