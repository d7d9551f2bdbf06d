"""What every test stands on."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent

# Without a screen Qt aborts the process instead of raising.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No deadline, because a busy machine is not a wrong answer; in CI the same examples each time. Elsewhere each run draws
# others, so that fewer of them find as much in the long run; TITRANT_EXAMPLES=1000 looks harder.
_EXAMPLES = int(os.environ.get("TITRANT_EXAMPLES", "50"))
hypothesis.settings.register_profile("here", deadline=None, max_examples=_EXAMPLES)
hypothesis.settings.register_profile("ci", deadline=None, max_examples=_EXAMPLES, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def shared_cases() -> Callable[[str], Any]:
    """Reads ``../shared/cases/<name>.json``; where that folder is not beside the checkout, the test is skipped."""

    def read(name: str) -> Any:
        path = ROOT.parent / "shared" / "cases" / f"{name}.json"
        if not path.is_file():
            pytest.skip(f"the published cases ../shared/cases/{name}.json are not beside this checkout")
        return json.loads(path.read_text(encoding="utf-8"))

    return read
