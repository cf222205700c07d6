"""Scheduled work: plain functions taking `now`, idempotent."""
