"""The only reads that public pages may use: published rows and the catalogue.

Nothing in this package touches ratings, ballots, dossiers or the comments' originals.
"""
