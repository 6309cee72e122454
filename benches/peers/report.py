"""The rows of a race as a Markdown section, and as what the plot is drawn from."""


def base_of(workload, rows, cores):
    return next((row for row in rows if row.name == workload.first and row.cores == cores and row.runs), None)


def section(workload, rows, times, load):
    lines = [f"## {workload.title}", "", f"Medians of {times} processes each, in turns, and their lowest and highest. Load average of the "
             f"machine before {load[0]:.2f}, after {load[1]:.2f}.", ""]
    for cores in sorted({row.cores for row in rows}):
        these = [row for row in rows if row.cores == cores]
        base = base_of(workload, rows, cores)
        if base is None:
            lines += [f"On {cores} core(s) {workload.first} did not run, so nothing is compared with it.", ""]
            base = next((row for row in these if row.runs), None)
        if base is None:
            lines += [f"Not run: {row.name}: {row.problem}." for row in these] + [""]
            continue
        ready = [(row, workload.columns(row, base)) for row in these if row.runs]
        titles = list(ready[0][1])
        lines += [f"| on {cores} core{'s' * (cores > 1)} | {' | '.join(titles)} |", "| --- |" + " ---: |" * len(titles)]
        lines += [f"| {row.name} | {' | '.join(cells.values())} |" for row, cells in ready]
        lines += [""]
        lines += [f"Not run: {row.name}: {row.problem}." for row in these if row.problem]
        lines += [""] if any(row.problem for row in these) else []
    lines += [line for note in workload.notes(rows) for line in (note, "")]
    lines += recipes(rows)
    return "\n".join(lines)


def recipes(rows):
    """Which version each is, how it rounds, and what the code around it does for it."""
    first = {}
    for row in rows:
        if row.told.get("package"):
            first.setdefault(row.name, row.told)
    if not first:
        return []
    lines = ["| | package | rounds by | done around it |", "| --- | --- | --- | --- |"]
    lines += [f"| {name} | {told['package']} | {told['recipe']} | {told['host']} |" for name, told in first.items()]
    return [*lines, ""]


def picture(workload, rows):
    """One bar for each contender, on the most cores that it was tried on."""
    most, bars = {row.name: row.cores for row in sorted(rows, key=lambda row: row.cores)}, []
    for row in rows:
        if row.cores == most[row.name] and row.runs:
            low, high = row.spread(workload.clock)
            bars.append({
                "name": row.name if row.cores == 1 else f"{row.name}, {row.cores} cores",
                "seconds": row.middle(workload.clock),
                "low": low,
                "high": high,
                "remark": workload.remark(row),
                "own": row.name.startswith("chamdiem"),
            })
    return {"title": workload.title.replace("`", ""), "bars": bars}
