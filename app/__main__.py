"""`python -m app` is `tracker`."""

from app.cli import main

main()
