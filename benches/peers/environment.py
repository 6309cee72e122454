"""What the contenders need: an environment of pinned packages, the wheel of this repository, its release binaries."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from harness import call

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@dataclass(frozen=True)
class Setup:
    """`python` of the environment, the folder of release binaries, the folder to work in."""

    python: Path
    binaries: Path
    work: Path


def prepared(work, say):
    work.mkdir(parents=True, exist_ok=True)
    python = work / "venv/bin/python"
    if not python.exists():
        call(sys.executable, "-m", "venv", work / "venv", cwd=ROOT)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--only-binary", ":all:", "--no-deps"]
    pinned = HERE / "requirements.txt"
    if subprocess.run([*map(str, pip), "--requirement", str(pinned)], cwd=ROOT).returncode != 0:
        # One package that is not to be had is no reason to leave out the others; its row will say so.
        for line in pinned.read_text().splitlines():
            if line and not line.startswith("#") and subprocess.run([*map(str, pip), line], cwd=ROOT).returncode != 0:
                say(f"not installed: {line}")
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    call("cargo", "build", "--release", "--locked", "--package", "chamdiem-cli", "--package", "chamdiem-benches", cwd=ROOT)
    wheels = work / "wheels"
    for old in wheels.glob("*.whl"):
        old.unlink()
    build = [python, "-m", "maturin", "build", "--release", "--locked", "--quiet", "--manifest-path"]
    call(*build, ROOT / "bindings-python/Cargo.toml", "--out", wheels, cwd=ROOT)
    call(*pip, "--force-reinstall", next(wheels.glob("*.whl")), cwd=ROOT)
    return Setup(python, target / "release", work)
