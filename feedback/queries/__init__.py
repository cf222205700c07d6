"""Reads, named get_ find_ list_ count_. Public pages use published.py alone."""
