# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Runs the benchmarks, their repetitions shuffled, and prints each median beside that of the row which its label names, or
else of the raw inference.

Usage: run.py PROGRAM [argument of Google Benchmark ...]
"""

import json
import subprocess
import sys

BASE = "raw_inference"
OPTIONS = ["--benchmark_format=json", "--benchmark_repetitions=9", "--benchmark_min_time=0.2",
           "--benchmark_enable_random_interleaving=true", "--benchmark_report_aggregates_only=true"]


def medians(program, arguments):
    """Median milliseconds of each benchmark by name, and the row to compare it with."""
    done = subprocess.run([program, *OPTIONS, *arguments], stdout=subprocess.PIPE, check=True)
    return {row["run_name"].split("/")[0]: (row["real_time"], row.get("label", BASE))
            for row in json.loads(done.stdout)["benchmarks"] if row["aggregate_name"] == "median"}


def main():
    found = medians(sys.argv[1], sys.argv[2:])
    print(f"{'benchmark':32} {'median ms':>10} times")
    for name, (milliseconds, base) in found.items():
        ratio = f"{milliseconds / found[base][0]:.2f} {base}" if base in found else "-"
        print(f"{name:32} {milliseconds:10.2f} {ratio}")


if __name__ == "__main__":
    main()
