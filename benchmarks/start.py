"""Start of the window against an empty QMainWindow with pyqtgraph imported, both as whole processes.

Run: python benchmarks/start.py. Time from starting the process to its end after the first painted window; medians of
alternating runs.
"""

# ruff: noqa: T201

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPEATS = 9

REFERENCE = """
import pyqtgraph
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.show()
application.processEvents()
"""

START = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from ui.app import make_application
from ui.settings import Settings
from ui.theme import apply_theme
application = make_application()
apply_theme(application, "light")
from ui.main_window import MainWindow
window = MainWindow(Settings(Path({settings!r})))
window.show()
{opens}
application.processEvents()
"""


def run(code: str) -> float:
    """Milliseconds of one process."""
    began = time.perf_counter()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - began) * 1e3


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        study, settings = Path(folder) / "demo.titrant", Path(folder) / "settings.ini"
        settings.write_text("[person]\nname=Wang Fang\nrole=coordinator\n", encoding="utf-8")
        made = [sys.executable, "main.py", "demo", "--no-window", "--out", str(study)]
        subprocess.run(made, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        opens = f"window.open_path(Path({str(study)!r}))"
        codes = {
            "reference: empty window + pyqtgraph": REFERENCE,
            "start screen": START.format(root=str(ROOT), settings=str(settings), opens=""),
            "start on the demonstration study": START.format(root=str(ROOT), settings=str(settings), opens=opens),
        }
        times: dict[str, list[float]] = {name: [] for name in codes}
        for _ in range(REPEATS):
            for name, code in codes.items():
                times[name].append(run(code))
        reference = statistics.median(next(iter(times.values())))
        for name, listed in times.items():
            median = statistics.median(listed)
            print(f"{name:38} {median:7.0f} ms  ratio {median / reference:.2f}")


if __name__ == "__main__":
    main()
