"""Worked examples of the methods page, made of published rows alone.

Whatever takes more than whole numbers and a root is read from what was published; an
example without its rows is not made, and the page says so.
"""
