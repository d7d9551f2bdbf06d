"""Runs every check the project has: ``python3 tests``, or one of them: ``python3 tests --only pytest -k notation``."""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # Python put tests/ there, where tests/domain would pass for domain

import bootstrap  # noqa: E402

# What each step hands to Python. Cheap steps first; pytest last, so that the run closes with its count of tests.
STEPS = {
    "lint": ["-m", "ruff", "check"],
    "format": ["-m", "ruff", "format", "--check"],
    "types": ["-m", "mypy", "domain", "storage"],
    "types-ui": ["-m", "mypy", "ui", "main.py"],
    "contracts": ["-c", "from importlinter.cli import lint_imports_command as check; check()", "--no-logo"],
    "start": ["main.py", "demo", "--no-window", "--out", "{scratch}/demo.titrant"],
    "pytest": ["-m", "pytest", "-n", "auto", "--dist", "loadfile"],
}


def run_step(name: str, further: list[str]) -> bool:
    """Runs one step from the project's root and tells whether it passed."""
    print(f"== {name}", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="titrant-") as scratch:
        command = [word.format(scratch=scratch) for word in STEPS[name]]
        passed = subprocess.run([sys.executable, *command, *further], cwd=ROOT, check=False).returncode == 0
    if name != "pytest" or not passed:
        print(f"== {name} {'passed' if passed else 'FAILED'} in {time.monotonic() - began:.1f} s", flush=True)
    return passed


def main() -> int:
    """Runs the steps asked for; 0 when all of them passed."""
    parser = argparse.ArgumentParser(prog="python3 tests", description=__doc__)
    parser.add_argument("--only", choices=STEPS, help="run this step alone; what follows is handed to it")
    parser.add_argument("--keep-going", action="store_true", help="run the later steps too after one failed")
    options, further = parser.parse_known_args()
    if further and not options.only:
        parser.error(f"to hand {' '.join(further)} to a step, name it: --only pytest {' '.join(further)}")
    failed = []
    for name in [options.only] if options.only else STEPS:
        if not run_step(name, further):
            failed.append(name)
            if not options.keep_going:
                break
    return 1 if failed else 0


if __name__ == "__main__":
    bootstrap.enter_environment("test")
    sys.exit(main())
