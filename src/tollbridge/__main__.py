"""`python -m tollbridge`: the command line."""

from tollbridge.edges.cli import main

main()
