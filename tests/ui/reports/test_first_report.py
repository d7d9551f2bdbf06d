"""The first report that a process prints is measured with the same fonts as any later one."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TWICE = """
from tests.ui.reports.test_cohort_report import HISTORY, build, render_pages, report_of
from ui.app import make_application
application = make_application()
pages = [render_pages(report_of(build(HISTORY)), 60) for _ in range(2)]
print(pages[0] == pages[1])
"""


def test_a_report_from_the_command_line_has_the_places_that_the_window_gives_it():  # REP-4
    done = subprocess.run([sys.executable, "-c", TWICE], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "True"
