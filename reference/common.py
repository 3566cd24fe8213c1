"""What reference/compare and reference/growth share: running ./charlm, and writing tables."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE.parent
CHARLM = [str(HOME / "charlm")] if os.name != "nt" else [str(HOME / "charlm.cmd")]
CORPUS = "wiki.txt"
MEBIBYTE = 1 << 20


def say(message):
    """The log goes to stderr, the result to stdout."""
    print(message, file=sys.stderr, flush=True)


def fail(message):
    sys.exit(f"{Path(sys.argv[0]).name}: {message}")


def run(command, **options):
    """Returns (stdout, seconds) of a command, None in place of stdout when it fails; its last words are logged."""
    start = time.perf_counter()
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        words = done.stderr.strip().splitlines()[-3:] or [f"exit code {done.returncode}"]
        say("  failed: " + " | ".join(words))
        return None, seconds
    return done.stdout, seconds


def charlm(*arguments, **options):
    """Returns (stdout, seconds) of ./charlm, which must work."""
    out, seconds = run(CHARLM + list(arguments), **options)
    if out is None:
        fail("charlm " + " ".join(map(str, arguments)) + " did not work, see above")
    return out, seconds


def build():
    """Builds charlm if its sources are newer, so that no timed run does."""
    subprocess.run(CHARLM + ["--version"], check=True, stdout=sys.stderr)


def bench(*arguments):
    """Returns the JSON object that ./charlm bench prints."""
    return json.loads(charlm("bench", "--json", *arguments)[0])


def machine(first, *others):
    """Lines that say what was measured on what; the others differ from the first in their precision."""
    return [
        f"- {first['processor']}, {first['cores']} cores, {first['system']}; {first['threads']} threads used",
        f"- charlm {first['version']}, {first['java']}",
        *[f"- engine {report['engine']} ({report['engine_description']}), precision {report['precision']}; a plain matrix product"
          f" runs at {report['matmul_peak_gflops']:.0f} GFLOP/s" for report in (first, *others)],
    ]


def load():
    """The load average says whether the machine was busy with other things."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def table(header, rows):
    """Returns the lines of a Markdown table, numbers to the right."""
    lines = [header, ["---"] + ["---:"] * (len(header) - 1)] + rows
    return ["| " + " | ".join(map(str, line)) + " |" for line in lines]


def write_json(path, value):
    if path:
        Path(path).write_text(json.dumps(value, indent=2, default=str) + "\n", encoding="utf-8")
