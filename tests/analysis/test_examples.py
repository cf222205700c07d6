"""The examples in the docstrings of the folder run and are right."""

import doctest
import importlib
import pkgutil

import pytest

from feedback import analysis

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(analysis.__path__, "feedback.analysis.")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_right(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.failed == 0
