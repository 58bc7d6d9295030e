"""`python -m tongjian.cli`."""

from tongjian.cli import main

main()
