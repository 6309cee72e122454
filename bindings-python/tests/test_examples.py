"""The examples of every docstring and of the README."""

from __future__ import annotations

import doctest
import importlib
import json
import pkgutil
import re
from pathlib import Path

import chamdiem
import mypy.api
import pytest
from demo import REPOSITORY, ROUND, SET

NAMES = {"chamdiem": chamdiem, "SET": SET, "ROUND": ROUND}
#: Those of ``spark`` run on a cluster, in ``tests_spark``.
WALKED = (module.name for module in pkgutil.walk_packages(chamdiem.__path__, "chamdiem."))
MODULES = ["chamdiem", *(name for name in WALKED if name != "chamdiem.spark")]
EXAMPLES = [
    example
    for name in MODULES
    for example in doctest.DocTestFinder(exclude_empty=True).find(importlib.import_module(name), extraglobs=NAMES)
    if example.examples
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_of_a_docstring(example: doctest.DocTest) -> None:
    report: list[str] = []
    found = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(example, out=report.append)
    assert found.failed == 0, "".join(report)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 8


def test_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(REPOSITORY)
    text = Path("bindings-python/README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", text, flags=re.DOTALL)
    assert len(blocks) >= 4
    names: dict[str, object] = {}
    for code, output in blocks:
        exec(compile(code, "README.md", "exec"), names)
        assert capsys.readouterr().out == output


def blocks() -> dict[str, str]:
    """The code of the README, and of every notebook."""
    told = Path(REPOSITORY / "bindings-python/README.md").read_text(encoding="utf-8")
    found = {"README": "\n".join(re.findall(r"```python\n(.*?)```", told, flags=re.DOTALL))}
    for path in sorted(REPOSITORY.glob("bindings-python/notebooks/*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        found[path.stem] = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return found


@pytest.mark.parametrize("name", blocks())
def test_the_examples_have_types(name: str, tmp_path: Path) -> None:
    file = tmp_path / "example.py"
    file.write_text(blocks()[name], encoding="utf-8")
    settings = REPOSITORY / "bindings-python/pyproject.toml"
    said, failed, status = mypy.api.run(["--strict", "--config-file", str(settings), str(file)])
    assert status == 0, said + failed


def test_everything_public_is_described() -> None:
    for name in chamdiem.__all__:
        found = getattr(chamdiem, name)
        if isinstance(found, str):
            continue
        assert found.__doc__, name
        for member, of in vars(found).items() if isinstance(found, type) else ():
            if not member.startswith("_") and (callable(of) or isinstance(of, (property, classmethod, staticmethod))):
                assert getattr(found, member).__doc__ or of.__doc__, f"{name}.{member}"
