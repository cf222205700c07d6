"""The demonstration province: made up, plausible, and written through operations only.

Agencies, people and words are invented; the sixty services are real by code and name.
`load` tells two years day by day under a frozen clock, with planted effects that the
pages must find (feedback/demo/people.py).
"""
