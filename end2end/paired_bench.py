#!/usr/bin/env python3
"""The engine of this checkout beside that of an earlier commit, in one run: CPU seconds, peak memory and their ratio.

    python3 end2end/paired_bench.py [--base COMMIT] [--rounds N] [--ours BINARY] [--build-only] [WORD ...]

Builds `mesh-playground` in release mode: the base once, from what the repository has of that commit, and kept under
target/paired/COMMIT from then on; this checkout each time, where no binary of it is named. Then both run the same files for the
same simulated time in turn, so that what disturbs the machine disturbs both; the least of all rounds counts. Only the worlds
whose names hold one of the words are run, all without one. Nothing is asserted: the figures are for docs/performance.md. Digests
that differ mean that the two builds did not do the same.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
SCENARIOS = ROOT / "public" / "scenarios"
HOUR = 3600


def files_of(scenario):
    return sorted(str(path) for path in (SCENARIOS / scenario).glob("*.yaml"))


def bookinfo(folder, rate):
    """The preset with both its Traffics, 8 and 2 requests a second, made so many together."""
    for path in files_of("bookinfo"):
        text = pathlib.Path(path).read_text()
        faster = re.sub(r"(?m)^(  rate: )(\d+)$", lambda found: found[1] + str(int(found[2]) * rate // 10), text)
        (folder / pathlib.Path(path).name).write_text(faster)
    return sorted(str(path) for path in folder.glob("*.yaml"))


def worlds(folder):
    return {
        "canary-weights, 40,000 s": (files_of("canary-weights"), 40_000),
        "one hop, 1,000 s": ([str(ROOT / "crates/mesh-sim/benches/one_hop.yaml")], 1_000),
        "bookinfo at 400/s, an hour": (bookinfo(folder, 400), HOUR),
    }


def build(checkout, target):
    # A release build holds the page; to simulate it needs none, but the folder has to be there.
    (checkout / "target" / "site").mkdir(parents=True, exist_ok=True)
    command = ["cargo", "build", "--quiet", "--release", "--locked", "--package", "mesh-playground"]
    subprocess.run(command, cwd=checkout, env={**os.environ, "CARGO_TARGET_DIR": str(target)}, check=True)
    return target / "release" / "mesh-playground"


def base_build(commit):
    """The binary of a commit, built where it is not there yet. Nothing of the repository changes: it is no work tree of it."""
    named = subprocess.run(
        ["git", "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    if named.returncode != 0:
        sys.exit(f"the repository has no commit {commit}: a shallow clone gets it by `git fetch --unshallow`")
    folder = TARGET / "paired" / named.stdout.strip()[:12]
    binary = folder / "mesh-playground"
    if not binary.exists():
        sources, built = folder / "sources", folder / "build"
        shutil.rmtree(sources, ignore_errors=True)
        sources.mkdir(parents=True)
        archive = subprocess.run(["git", "archive", named.stdout.strip()], cwd=ROOT, stdout=subprocess.PIPE, check=True)
        subprocess.run(["tar", "-x", "-C", str(sources)], input=archive.stdout, check=True)
        # Under a name of its own until it is whole.
        shutil.copy2(build(sources, built), folder / "unfinished")
        (folder / "unfinished").rename(binary)
        for spent in (sources, built):
            shutil.rmtree(spent)
    return binary


def run(binary, files, seconds):
    """CPU seconds, MiB at the peak and the report of one whole process."""
    command = [str(binary), "simulate", "--format", "json", "--seed", "1", "--duration", f"{seconds}s", *files]
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{' '.join(command)}: ended with {process.returncode}")
        output.seek(0)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, json.load(output)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", default="fc8a81b")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--ours", metavar="BINARY", help="a build of this checkout that is there already")
    parser.add_argument("--build-only", action="store_true", help="build what is to be compared, and run nothing")
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    pair = base_build(arguments.base), arguments.ours or build(ROOT, TARGET)
    if arguments.build_only:
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, (files, seconds) in worlds(pathlib.Path(folder)).items():
            if arguments.words and not any(word in name for word in arguments.words):
                continue
            rounds = [[run(binary, files, seconds) for binary in pair] for _ in range(arguments.rounds)]
            (base, base_memory, report), (ours, our_memory, our_report) = (
                (min(cpu for cpu, _, _ in runs), max(memory for _, memory, _ in runs), runs[0][2])
                for runs in zip(*rounds)
            )
            same = "same digest" if report["digest"] == our_report["digest"] else "digests differ"
            print(
                f"{name}: {our_report['requests']:,} requests, {base:.2f} s -> {ours:.2f} s, {base / ours:.2f}x, "
                f"{base_memory:.0f} MiB -> {our_memory:.0f} MiB, {same}",
                flush=True,
            )


if __name__ == "__main__":
    main()
