"""Our engine against PyTorch on whole networks, in turns, so that both meet the same machine. Run by compare.sh, which says how.

For each network and kind of work all programs are started and warmed up; then they take turns (A B, A B, ...), one at a time, each turn as many runs as take about --seconds. The
rates are medians over the turns; a ratio is the median of the ratios of the pairs, with the lowest and the highest of them beside it.
"""
import argparse
import glob
import os
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = [("resnet18", 224, 32), ("resnet50", 224, 16), ("mobilenetv2", 224, 32), ("mobilenetv2", 160, 32)]
PEERS = {"forward": [("eager", "forward"), ("fused", "fused")], "step": [("eager", "step")]}

# An allocator that keeps its pages: PyTorch takes and gives back large pieces in every run.
KEEP_PAGES = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "100000000000"}


class Program:
    def __init__(self, command, environment):
        self.process = subprocess.Popen(command, env={**os.environ, **environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.heading = self._line()

    def _line(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{' '.join(self.process.args)} ended with code {self.process.wait()}")
        return line.strip()

    def seconds(self, runs):
        self.process.stdin.write(f"{runs}\n")
        self.process.stdin.flush()
        return float(self._line())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def measure(programs, batch, pairs, seconds, warm_up):
    """Pictures a second of each program, by pair."""
    runs = []
    for program in programs:
        once = min(program.seconds(1) for _ in range(warm_up))
        runs.append(max(1, round(seconds / once)))
    rates = []
    for _ in range(pairs):
        rates.append([])
        for program, count in zip(programs, runs):
            # Idle threads of the one before spin for a moment.
            time.sleep(0.25)
            rates[-1].append(batch * count / program.seconds(count))
    return rates


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", required=True, help="the built benchmark program (MLNetTransfer.Benchmarks.dll)")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2, help="length of a turn")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=0, help="pictures of a batch; 0 for 32, and 16 with resnet50")
    parser.add_argument("--what", choices=["forward", "step"], help="only this")
    parser.add_argument("--network", help="only this")
    parser.add_argument("--normalization", default="batch", choices=["batch", "fixed"], help="statistics in training steps: of the batch, or the running ones, not moved")
    parser.add_argument("--blas", help="a libblas.so.3 for PyTorch; default OpenBLAS where Debian's libopenblas0-pthread is installed")
    parser.add_argument("--untuned", action="store_true", help="PyTorch with the allocator and the BLAS that it starts with")
    parser.add_argument("--quick", action="store_true", help="2 pairs of single runs of 4 pictures: does it work? The numbers say nothing")
    arguments = parser.parse_args()
    pairs, seconds, warm_up = (2, 0, 1) if arguments.quick else (arguments.pairs, arguments.seconds, 4)
    blas = arguments.blas or next(iter(sorted(glob.glob("/usr/lib/*/openblas-pthread/libblas.so.3"))), None)
    tuning = {} if arguments.untuned else {**KEEP_PAGES, **({"LD_PRELOAD": blas, "OPENBLAS_NUM_THREADS": str(arguments.threads)} if blas else {})}
    print("PyTorch with " + (", ".join(f"{name}={value}" for name, value in tuning.items()) or "nothing set"))
    if not blas and not arguments.untuned:
        print("No OpenBLAS is installed; PyTorch's convolutions do not need one, its linear layers do (apt-get install libopenblas0-pthread, or --blas FILE).")
    row = "{:12} {:>5} {:>6} {:8} {:>9} {:>9} {:>9} {:>22} {:>22}"
    print(f"{arguments.threads} threads, statistics of {arguments.normalization} in steps, {pairs} turns each, pictures a second")
    headings = row.format("network", "size", "batch", "work", "ours", "eager", "fused", "ours / eager", "ours / fused")
    print(headings + "\n" + "-" * len(headings), flush=True)
    begun = time.perf_counter()
    for network, size, usual_batch in CASES:
        if arguments.network not in (None, network):
            continue
        batch = arguments.batch or (4 if arguments.quick else usual_batch)
        for what, peers in PEERS.items():
            if arguments.what not in (None, what):
                continue
            shared = ["--network", network, "--size", str(size), "--batch", str(batch), "--normalization", arguments.normalization, "--threads", str(arguments.threads)]
            programs = [Program(["dotnet", arguments.ours, "throughput", "--turns", "--what", what, *shared], {})]
            programs += [Program([sys.executable, os.path.join(HERE, "throughput.py"), "--what", kind, *shared], tuning) for _, kind in peers]
            sizes = {program.heading.split()[0] for program in programs}
            if len(sizes) > 1:
                sys.exit(f"{network} is not the same network in both: {', '.join(program.heading for program in programs)}")
            rates = measure(programs, batch, pairs, seconds, warm_up)
            for program in programs:
                program.close()
            medians = [f"{statistics.median(pair[i] for pair in rates):.1f}" for i in range(len(programs))]
            ratios = [sorted(pair[0] / pair[i] for pair in rates) for i in range(1, len(programs))]
            ratios = [f"{statistics.median(ratio):.2f} ({ratio[0]:.2f} to {ratio[-1]:.2f})" for ratio in ratios]
            missing = ["-"] * (3 - len(programs))
            print(row.format(network, size, batch, what, *medians, *missing, *ratios, *missing), flush=True)
    print(f"{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
