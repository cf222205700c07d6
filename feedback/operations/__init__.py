"""Writes. Each public function is one transaction with its events."""
