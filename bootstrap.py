"""Gives a fresh checkout its environment: ``.venv`` beside this file, and the system libraries that Qt needs.

Standard library only, since it runs before anything is installed, and in syntax that Python 3.8 reads,
so that an old interpreter gets a sentence instead of a syntax error.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# Debian's names; the second row is for a real window, which an X server shows.
QT_LIBRARIES = (
    "libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"
)

# A missing library aborts the process inside Qt; loading the plug-in by hand names the library instead.
PROBE = """
import ctypes, pathlib, sys
import PySide6.QtWidgets
plugins = pathlib.Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
for plugin in plugins.glob(f"libq{sys.argv[1]}*.so"):
    ctypes.CDLL(str(plugin))
"""


def choose_platform() -> str:
    """Names Qt's platform plug-in, and tells Qt to draw off screen where there is no screen."""
    if not sys.platform.startswith("linux"):
        return "native"
    shown = "xcb" if os.environ.get("DISPLAY") else "wayland" if os.environ.get("WAYLAND_DISPLAY") else ""
    if not shown:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return re.split("[:;]", os.environ.get("QT_QPA_PLATFORM") or shown)[0]


def enter_environment(extra: str = "") -> None:
    """Returns inside an interpreter that has all dependencies; starts the same command anew in ``.venv`` if need be.

    Args:
        extra: the optional dependencies to have as well, such as ``test``.

    Raises:
        SystemExit: something is missing that only a person can install; the message says how.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 - pip's own check comes too late for this command
        sys.exit(f"Titrant needs Python 3.11 or newer; this is {sys.version_info[0]}.{sys.version_info[1]}.")
    inside = ENVIRONMENT.is_dir() and os.path.samefile(sys.prefix, ENVIRONMENT)
    if not inside and _has_dependencies(extra):
        return
    _prepare(extra, choose_platform())
    if inside:
        return
    command = [str(PYTHON), *sys.orig_argv[1:]]
    sys.stdout.flush()
    if os.name == "nt":  # there, exec gives the console back before the new process has ended
        sys.exit(subprocess.call(command))
    os.execv(PYTHON, command)


def _has_dependencies(extra: str) -> bool:
    """Whether someone installed everything in the running interpreter already."""
    import tomllib
    from importlib.metadata import PackageNotFoundError, version

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = project["dependencies"] + (project["optional-dependencies"][extra] if extra else [])
    try:
        for requirement in needed:
            version(re.split(r"[^\w.-]", requirement, maxsplit=1)[0])
    except PackageNotFoundError:
        return False
    return True


def _prepare(extra: str, platform: str) -> None:
    """Makes or renews ``.venv``; marker files say what was done, so that the next start only looks for them."""
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()[:16]
    installed = ENVIRONMENT / f"installed-{digest}-{extra}"
    if not (PYTHON.exists() and installed.exists()):
        _say("Setting up Titrant in .venv (about 20 seconds the first time).")
        for old in [*ENVIRONMENT.glob("installed-*"), *ENVIRONMENT.glob("qt-*")]:
            old.unlink()
        _install(extra)
        (ENVIRONMENT / f"installed-{digest}-").touch()
        installed.touch()
    usable = ENVIRONMENT / f"qt-{digest}-{platform}"
    if not usable.exists():
        _check_qt(platform)
        usable.touch()


def _install(extra: str) -> None:
    import venv  # only now: each start would pay for it

    if not any(map(importlib.util.find_spec, ("ensurepip", "pip"))):
        _install_system_packages("Python has nothing to install packages with", f"python3-venv {QT_LIBRARIES}")
        importlib.invalidate_caches()
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, clear=True, symlinks=os.name != "nt")
    pip = [str(PYTHON), "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
        if importlib.util.find_spec("ensurepip"):
            subprocess.run([PYTHON, "-m", "ensurepip", "--default-pip"], stdout=subprocess.DEVNULL, check=True)
        else:  # Debian keeps ensurepip in python3-venv, but its own pip can do the work
            pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    options = ["--quiet", "--quiet", "--disable-pip-version-check", "--no-warn-script-location"]
    if subprocess.run([*pip, "install", *options, "--editable", target], check=False).returncode:
        sys.exit("pip could not install Titrant's dependencies; its message is above. Nothing else was changed.")


def _check_qt(platform: str) -> None:
    problem = _qt_problem(platform)
    if problem:
        _install_system_packages(f"Qt lacks a system library ({problem})", QT_LIBRARIES)
        problem = _qt_problem(platform)
    if problem:
        sys.exit(f"Qt still cannot start: {problem}")


def _qt_problem(platform: str) -> str:
    probe = subprocess.run([PYTHON, "-c", PROBE, platform], capture_output=True, text=True, check=False)
    return probe.stderr.strip().rpartition("\n")[2] if probe.returncode else ""


def _install_system_packages(why: str, packages: str) -> None:
    """Installs Debian packages where this process may, else ends with the command to copy."""
    command = f"apt-get update && apt-get install --yes --no-install-recommends {packages}"
    if not shutil.which("apt-get"):
        sys.exit(f"{why}. Install what Debian calls: {packages}")
    if os.geteuid() != 0:
        sys.exit(f"{why}. Run this once, then try again:\nsudo sh -c '{command}'")
    _say(f"{why}; installing: {packages}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run(command, shell=True, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode:
        sys.exit(f"{why}, and this command failed: {command}")


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
