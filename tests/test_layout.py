"""The generic top-level names mean this checkout and nothing else."""

import importlib
import importlib.metadata
import sys
from graphlib import TopologicalSorter
from importlib.machinery import PathFinder
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("domain", "storage", "ui", "main", "bootstrap")


@pytest.mark.parametrize("name", NAMES)
def test_a_top_level_name_resolves_to_this_checkout(name: str):
    found = importlib.import_module(name).__file__
    assert found is not None, f"{name} is a namespace package: its __init__.py is missing"
    assert Path(found).resolve() in (ROOT / f"{name}.py", ROOT / name / "__init__.py")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_else_on_the_path_has_that_name(name: str):
    elsewhere = [entry for entry in sys.path if Path(entry).resolve() != ROOT]
    shadow = PathFinder.find_spec(name, elsewhere)
    assert shadow is None, f"{name} is also at {shadow.origin}"
    assert name not in sys.stdlib_module_names


def test_no_installed_distribution_but_titrant_provides_a_top_level_name():
    providers = importlib.metadata.packages_distributions()
    assert {name: set(providers.get(name, [])) - {"titrant"} for name in NAMES} == {name: set() for name in NAMES}


def test_no_modules_import_each_other_in_a_circle():
    # Imports for annotations count too: who reads one of such files has to read them all.
    graph = grimp.build_graph("domain", "storage", "ui", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(imports).prepare()  # raises CycleError, which names them
