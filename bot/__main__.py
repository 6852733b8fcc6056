"""``python -m bot`` is ``gridbot``."""

from bot.cli.main import main

main()
