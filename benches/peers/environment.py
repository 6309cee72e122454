"""What the contenders need: environments of pinned packages, the wheel, the npm package and the release binaries of this
repository, and zen-engine as a crate. What is not to be had is said, and its rows say so."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from harness import call

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ZEN = "zen-beside-chamdiem"


@dataclass(frozen=True)
class Setup:
    """`python` of the environment, the folders of release binaries, of packages for Node, and to work in."""

    python: Path
    target: Path
    work: Path
    environment: dict = field(default_factory=dict)

    def binary(self, name):
        return self.work / "zen/release" / ZEN if name == ZEN else self.target / "release" / name


def prepared(work, say, build=True):
    """Sets everything up. Without `build` what was built before is taken as it is."""
    work.mkdir(parents=True, exist_ok=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    python = work / "venv/bin/python"
    # Packages for Node are found below the folder that the worker lies in, or where this says.
    setup = Setup(python, target, work, {"PEERS_MODULES": str(work / "node_modules")})
    if build:
        python_packages(python, work, say)
        node_packages(work, say)
        optional(say, "zen-engine, the crate", "cargo", "build", "--release", "--locked", "--quiet",
                 "--manifest-path", HERE / "zen/Cargo.toml", "--target-dir", work / "zen")
    return setup


def python_packages(python, work, say):
    if not python.exists():
        call(sys.executable, "-m", "venv", work / "venv", cwd=ROOT)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--only-binary", ":all:", "--no-deps"]
    pinned = HERE / "requirements.txt"
    if subprocess.run([*map(str, pip), "--requirement", str(pinned)], cwd=ROOT).returncode != 0:
        # One package that is not to be had is no reason to leave out the others; its row will say so.
        for line in pinned.read_text().splitlines():
            if line and not line.startswith("#") and subprocess.run([*map(str, pip), line], cwd=ROOT).returncode != 0:
                say(f"not installed: {line}")
    call("cargo", "build", "--release", "--locked", "--package", "chamdiem-cli", "--package", "chamdiem-benches", cwd=ROOT)
    wheels = work / "wheels"
    for old in wheels.glob("*.whl"):
        old.unlink()
    build = [python, "-m", "maturin", "build", "--release", "--locked", "--quiet", "--manifest-path"]
    call(*build, ROOT / "bindings-python/Cargo.toml", "--out", wheels, cwd=ROOT)
    call(*pip, "--force-reinstall", next(wheels.glob("*.whl")), cwd=ROOT)


def node_packages(work, say):
    """The peers by their lock file, and beside them the npm package of this repository."""
    for name in ("package.json", "package-lock.json"):
        (work / name).write_text((HERE / name).read_text())
    # One of them says that it is for no processor at all; that is what has to be forced.
    optional(say, "packages for Node", "npm", "ci", "--force", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", at=work)
    if optional(say, "the npm package", "cargo", "xtask", "wasm"):
        own = work / "node_modules/chamdiem"
        own.parent.mkdir(exist_ok=True)
        own.unlink(missing_ok=True)
        own.symlink_to(ROOT / "bindings-wasm/pkg")


def optional(say, what, *parts, at=ROOT):
    try:
        done = subprocess.run([str(part) for part in parts], cwd=at).returncode == 0
    except OSError:
        done = False
    if not done:
        say(f"not installed: {what}")
    return done
