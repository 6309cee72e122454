"""Random criteria sets with their rounds: the package says what the library says, byte for byte."""

from __future__ import annotations

import json
import os
from pathlib import Path

import chamdiem


def test_random_documents_score_as_in_the_library() -> None:
    pairs = 0
    # `cargo xtask python test` writes the file and says where it lies.
    with Path(os.environ["CHAMDIEM_PAIRS"]).open(encoding="utf-8") as lines:
        for line in lines:
            pair = json.loads(line)
            found = chamdiem.loads(pair["set"]).score(pair["round"]).to_json()
            assert found == pair["said"], f"seed {pair['seed']}"
            pairs += 1
    assert pairs > 0
