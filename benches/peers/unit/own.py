"""What the unit itself said, as a form takes it: python -m unit.own FOLDER writes `own.json`, without the appraisal."""

import json
import sys
from pathlib import Path


def main():
    folder = Path(sys.argv[1])
    unit = json.loads((folder / "round.json").read_bytes())["units"][0]
    unit["submissions"] = unit["submissions"][:1]
    (folder / "own.json").write_text(json.dumps(unit, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
