"""Góp Ý: citizen feedback and satisfaction for a Vietnamese province."""
