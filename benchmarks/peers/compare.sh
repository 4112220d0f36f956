#!/usr/bin/env bash
# Our engine against PyTorch on the same CPU: forward and training step of whole networks, as pictures a second, in one table.
#
#   benchmarks/peers/compare.sh            the whole table, under ten minutes on two quiet cores
#   benchmarks/peers/compare.sh --quick    does it work?
#   benchmarks/peers/compare.sh --help     all options
#
# Wants Debian's python3-torch (PYTHON=... for another interpreter that has torch). Nothing else should run meanwhile.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
dotnet build benchmarks/MLNetTransfer.Benchmarks -c Release -v q --nologo >&2
exec "${PYTHON:-/usr/bin/python3}" benchmarks/peers/compare.py --ours artifacts/bin/MLNetTransfer.Benchmarks/release/MLNetTransfer.Benchmarks.dll "$@"
