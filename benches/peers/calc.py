"""LibreOffice Calc as an engine: a flat spreadsheet whose formulas hold no values yet, so that loading it computes them all;
what is printed is its first sheet as CSV."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document xmlns:office="{OFFICE}office:1.0" '
    f'xmlns:table="{OFFICE}table:1.0" xmlns:text="{OFFICE}text:1.0" xmlns:of="{OFFICE}of:1.2" office:version="1.2" '
    'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>\n'
)


def column(at):
    """The letters of a column, counted from 0."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell(held):
    """A number, a text, a formula (a text that begins with `=`), or nothing."""
    if held is None:
        return "<table:table-cell/>"
    if isinstance(held, str) and held.startswith("="):
        return f"<table:table-cell table:formula={quoteattr('of:' + held)}/>"
    if isinstance(held, str):
        return f'<table:table-cell office:value-type="string"><text:p>{held}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{held}"/>'


def write_sheets(path, sheets):
    """Each sheet is a name and rows of cells."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEAD)
        for name, rows in sheets:
            file.write(f'<table:table table:name="{name}">')
            for row in rows:
                file.write(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>\n")
            file.write("</table:table>")
        file.write("</office:spreadsheet></office:body></office:document>\n")


def program():
    found = shutil.which("soffice")
    if found is None:
        raise SystemExit("LibreOffice is not installed (Debian: apt-get install libreoffice-calc)")
    return found


def version():
    return subprocess.run([program(), "--version"], check=True, stdout=subprocess.PIPE).stdout.decode().split()[1]


def computed(place):
    """Loads the spreadsheet of a folder, computes it, and leaves its first sheet as CSV."""
    with tempfile.TemporaryDirectory() as profile:
        command = [program(), "--headless", "--norestore", f"-env:UserInstallation=file://{profile}", "--convert-to",
                   "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", profile, str(place.folder / "sheet.fods")]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        shutil.move(Path(profile) / "sheet.csv", place.output)
