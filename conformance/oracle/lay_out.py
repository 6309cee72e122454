"""JSON laid out for reading: what fits on a line stands on one line."""

import json

WIDTH = 118


def lay_out(value, indent=0):
    short = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or (indent > 0 and len(short) + indent <= WIDTH):
        return short
    if not value:
        return short
    pad = " " * (indent + 1)
    if isinstance(value, list):
        parts = [pad + lay_out(item, indent + 1) for item in value]
        return "[\n" + ",\n".join(parts) + "\n" + " " * indent + "]"
    parts = []
    for key, item in value.items():
        head = pad + json.dumps(key, ensure_ascii=False) + ": "
        fits = len(head) + len(json.dumps(item, ensure_ascii=False)) <= WIDTH
        parts.append(head + (json.dumps(item, ensure_ascii=False) if fits else lay_out(item, indent + 1)))
    return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"
