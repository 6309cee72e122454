"""The steps of one unit in Python."""

import json
from itertools import cycle

from engine import Engine

ANSWER = "L001"


def write(total, place):
    place.output.write_text(f"{total}\n")


def chamdiem_engines():
    import chamdiem

    def load(place):
        set_text, round_text = ((place.folder / name).read_text() for name in ("set.json", "round.json"))
        return chamdiem.loads(set_text), set_text, round_text

    def ledger(held):
        results = held[0].score(held[2], detail="ledger")
        results.to_json()
        return results

    def total(results, place):
        write(results[0].stages[-1].total, place)

    def compiled(criteria, place):
        total(criteria.score((place.folder / "round.json").read_text()), place)

    def open_form(place):
        criteria = chamdiem.load(place.folder / "set.json")
        sheet = criteria.sheet(json.loads((place.folder / "own.json").read_text()), stage="self")
        return sheet, cycle(["yes", "no"])

    def change(held):
        sheet, answers = held
        sheet.set(ANSWER, next(answers))
        return sheet

    def form_total(sheet, place):
        write(sheet.result().unit.stages[-1].total, place)

    return {
        "compile": Engine("chamdiem", load, lambda held: chamdiem.loads(held[1]), compiled, exact=True),
        "set": Engine("chamdiem", open_form, change, form_total, exact=True),
        "ledger": Engine("chamdiem", load, ledger, total, exact=True),
    }


def zen_engines():
    import zen

    def load(place):
        text = (place.folder / "zen.json").read_text()
        context = json.loads((place.folder / "zen.jsonl").read_text().splitlines()[0])
        return zen.ZenEngine(), text, context

    def compile_and_try(decision, place):
        write(decision.evaluate(load(place)[2])["result"]["total"], place)

    def decided(place):
        engine, text, context = load(place)
        return engine.create_decision(text), context

    def traced(held):
        decision, context = held
        return json.dumps(decision.evaluate(context, {"trace": True}))

    return {
        "compile": Engine("zen-engine", load, lambda held: held[0].create_decision(held[1]), compile_and_try),
        "ledger": Engine("zen-engine", decided, traced, lambda text, place: write(json.loads(text)["result"]["total"], place)),
    }


class Engines(dict):
    """Only the package that is asked for is imported."""

    MAKERS = {"chamdiem": chamdiem_engines, "zen-engine": zen_engines}

    def __missing__(self, name):
        engine, step = name.split()
        return self.MAKERS[engine]()[step]


ENGINES = Engines()
