"""Start of the command ``titrant`` against an empty QMainWindow with pyqtgraph imported, both as whole processes.

Run: python benchmarks/start.py. Time from starting the process to its end after the first painted window, and how many
modules were imported; medians of alternating runs after one that nobody measures, which writes the bytecode.
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
import sys
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
sys.path.insert(0, {root!r})
from PySide6.QtCore import QTimer
from ui.app import make_application
import main
application = make_application()
ending = QTimer()
ending.timeout.connect(lambda: application.exit())
ending.start(0)
sys.argv = ["titrant", *{arguments!r}]
main.console()
application.processEvents()
"""
COUNT = "\nprint(len(sys.modules))"


def run(code: str, profile: Path) -> str:
    """What a process of its own prints, whose settings lie in a folder."""
    # An installed Titrant has its bytecode; without it every start compiles each module anew.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0", "XDG_CONFIG_HOME": str(profile)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, check=True, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    return done.stdout.strip()


def milliseconds(code: str, profile: Path) -> float:
    """Of one process."""
    began = time.perf_counter()
    run(code, profile)
    return (time.perf_counter() - began) * 1e3


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        study = folder / "demo.titrant"
        made = [sys.executable, "main.py", "demo", "--no-window", "--out", str(study)]
        subprocess.run(made, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        codes = {
            "reference: empty window + pyqtgraph": REFERENCE,
            "start screen": START.format(root=str(ROOT), arguments=[]),
            "start on the demonstration study": START.format(root=str(ROOT), arguments=[str(study)]),
        }
        modules = {what: run(code + COUNT, folder) for what, code in codes.items()}
        times: dict[str, list[float]] = {what: [] for what in codes}
        for _ in range(REPEATS):
            for what, code in codes.items():
                times[what].append(milliseconds(code, folder))
        reference = statistics.median(next(iter(times.values())))
        for what, listed in times.items():
            median = statistics.median(listed)
            print(f"{what:38} {median:7.0f} ms  ratio {median / reference:.2f}  {modules[what]:>4} modules")


if __name__ == "__main__":
    main()
