"""Lets pip install the checkout in place; everything is said in setup.cfg."""

from setuptools import setup

setup()
