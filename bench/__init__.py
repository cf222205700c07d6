"""Measurements against floors, run by hand or by make bench."""
