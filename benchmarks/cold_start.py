"""Time from a new process to its answer: `reportgen --help`, and `reportgen build` of the half-year example.

    python benchmarks/cold_start.py [--rounds 9]

Both are timed as whole processes, in turn with `python -c pass`, the least that any of them takes. The build writes all
its files (no PDF) into a new folder each time. One round goes before those that count, so that bytecode lies ready as
it does where a program is installed. Wall time, medians; on a busy machine the ratios hold, the seconds do not.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "examples" / "half_year_review"
OUTPUTS = {".docx", ".html", ".txt", ".xlsx", ".json"}
PROGRAM = ("-c", "from reportgen.cli import main; main()")
HELP_FLOOR, HELP_AIM = 15, 6
BUILD_FLOOR, BUILD_AIM = 1.0, 0.5


def main() -> None:
    """Time, print the medians with their budgets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    times: dict[str, list[float]] = {"pass": [], "help": [], "build": []}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds + 1):
            out = Path(folder) / f"out{number}"
            taken = {
                "pass": seconds(("-c", "pass"), folder),
                "help": seconds((*PROGRAM, "--help"), folder),
                "build": seconds((*PROGRAM, "build", str(EXAMPLE), "--out", str(out)), folder),
            }
            assert {path.suffix for path in out.iterdir()} == OUTPUTS
            if number:
                for name, second in taken.items():
                    times[name].append(second)
    medians = {name: statistics.median(some) for name, some in times.items()}
    print(f"whole processes, {rounds} rounds")
    for name, told in (("pass", "python -c pass"), ("help", "reportgen --help"), ("build", "reportgen build")):
        print(f"  {told:<18} {medians[name] * 1000:7.1f} ms   {medians[name] / medians['pass']:5.1f}×")
    print(f"--help: {medians['help'] / medians['pass']:.1f}× of python -c pass (floor {HELP_FLOOR}×, aim {HELP_AIM}×)")
    print(f"build: {medians['build']:.2f} s (floor {BUILD_FLOOR} s, aim {BUILD_AIM} s)")


def seconds(arguments: Sequence[str], folder: str) -> float:
    """Wall time of one Python process, which keeps its bytecode in `folder`."""
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    surroundings["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "bytecode")
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=surroundings, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
