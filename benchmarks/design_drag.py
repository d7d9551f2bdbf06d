"""One step of a drag on the Design page, from the moved point to the painted page, at eight levels.

Run: python benchmarks/design_drag.py. The reference in the same run is the exact characteristics of one scenario over a
graph that is there already, which each step needs for every design on the page.
"""

# ruff: noqa: T201

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks.large_study import NOW, PERSON
from domain.characteristics.exact import exact_characteristics
from domain.protocol.reader import load_shipped
from storage.study_file import StudyFile
from ui.app import make_application
from ui.demo import make_demo
from ui.pages.design_page import DesignPage
from ui.pages.design_scenario_card import DLT
from ui.session import Session
from ui.theme import apply_theme

STEPS = 60


def main() -> None:
    """Measure and print."""
    application = make_application()
    apply_theme(application, "light")
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "demo.titrant"
        make_demo(path, load_shipped("bat6026"), seed=1, now=NOW)
        session = Session(StudyFile.open(path), PERSON, clock=lambda: NOW)
        page = DesignPage(session)
        page.resize(1240, 822)
        page.show_study()
        page.show()
        page.scenario_card.with_optional.click()
        application.processEvents()
        steps, references = [], []
        for step in range(STEPS):
            began = time.perf_counter()
            page.scenario_card.editor.point_moved.emit(DLT, 5, round(0.2 + step / 500, 3))
            page.redraw()
            page.repaint()
            steps.append((time.perf_counter() - began) * 1e3)
            began = time.perf_counter()
            exact_characteristics(session.part.rules, page.scenario_card.scenario)
            references.append((time.perf_counter() - began) * 1e3)
        step, reference = statistics.median(steps), statistics.median(references)
        print(f"one step, median          {step:8.1f} ms, worst {max(steps):.1f} ms of {STEPS}")
        print(f"one evaluation, median    {reference:8.2f} ms; ratio {step / reference:.1f}")
        session.file.close()


if __name__ == "__main__":
    main()
