"""The page of pharmacokinetics after one edited concentration in a study of 3,000 profiles, tab by tab.

Run: python benchmarks/pk_page.py. The study is that of ``pk_study.py``: 60 subjects, 17 cycles, 3 analytes, 36,720
samples. Measured from a new ``Study`` to the painted page at 1280 by 720; the aim for the recomputed page is 50 ms. The
reference in the same run is the same page built afresh.
"""

# ruff: noqa: T201

import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks.pk_study import CYCLES, build_study
from domain.protocol.model import Part
from domain.records import Concentration
from domain.study import Study
from tests.domain.exposure.build import CYCLE, START
from tests.ui.pages.studies import PERSON, make_file
from ui.app import make_application
from ui.pages.pk_page import ANTIBODIES, BIOMARKERS, DOSE, PARAMETERS, PROFILES, SAMPLES, PkPage
from ui.session import Session
from ui.theme import apply_theme

REPEATS = 15
# What 1280 by 720 leaves beside the rail and below the context line.
WIDTH, HEIGHT = 1080, 640


class KnownSession(Session):
    """A session on an empty file whose study is given, so that no 73,000 records have to be saved first."""

    known: Study

    @property
    def study(self) -> Study:
        """The study as it was given."""
        return self.known

    @property
    def part(self) -> Part:
        """The escalation."""
        return self.known.protocol.part("mono")


def main() -> None:
    """Measure and print."""
    application = make_application()
    apply_theme(application, "light")
    build, cut_off = build_study(), START + (CYCLES + 1) * CYCLE
    with tempfile.TemporaryDirectory() as name:
        file = make_file(Path(name) / "empty.titrant", "")
        session = KnownSession(file, PERSON)
        session.known = build.study(cut_off)
        page = PkPage(session)
        page.resize(WIDTH, HEIGHT)
        page.show_study()
        page.show()
        application.processEvents()
        number = 0
        for tab in (PROFILES, PARAMETERS, DOSE, ANTIBODIES, BIOMARKERS, SAMPLES):
            page.tabs.set_value(tab)
            application.processEvents()
            shown, painted = [], []
            for _ in range(REPEATS):
                number += 1
                edited = build.one(Concentration, record_id=f"c01-{1 + number % 50:03d}-1-24-MIL93")
                build.change(replace(edited, value=(edited.value or Decimal(1)) + 1, is_blq=False))
                session.known = build.study(cut_off, session.known)
                start = time.perf_counter()
                page.show_study()
                middle = time.perf_counter()
                application.processEvents()
                shown.append(1000 * (middle - start))
                painted.append(1000 * (time.perf_counter() - start))
            print(
                f"{tab:<12} recomputed {statistics.median(shown):7.1f} ms median {max(shown):7.1f} worst;"
                f" painted {statistics.median(painted):7.1f} ms median {max(painted):7.1f} worst"
            )
        page.tabs.set_value(PROFILES)
        start = time.perf_counter()
        fresh = PkPage(session)
        fresh.resize(WIDTH, HEIGHT)
        fresh.show_study()
        fresh.show()
        application.processEvents()
        print(f"reference: the page of profiles built afresh {1000 * (time.perf_counter() - start):7.1f} ms")
        file.close()


if __name__ == "__main__":
    main()
