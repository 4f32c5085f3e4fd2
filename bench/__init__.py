"""Figures with a budget, each CPU time or a ratio measured in one run: `make bench`."""
