#!/usr/bin/env bash
# Accuracy of backbones as `train` gives it: a softmax head on frozen features, and 5 epochs of full fine-tuning; mean and every seed.
#   benchmarks/backbones.sh FOLDER_WITH_train_AND_val_OR_test... -- BACKBONE...
# BACKBONE is "builtin", a name or an ONNX file. MODES="head full" and SEEDS="1 2 3" say what is measured.
set -euo pipefail
cd "$(dirname "$0")/.."
command="${MLNET_TRANSFER:-dotnet artifacts/bin/MLNetTransfer.Cli/release/mlnet-transfer.dll}"
output="$(mktemp -d)"
trap 'rm -rf "$output"' EXIT
folders=()
while [ $# -gt 0 ] && [ "$1" != "--" ]; do folders+=("$1"); shift; done
[ $# -gt 1 ] || { sed -n '2,4p' "$0" >&2; exit 2; }
shift
for backbone in "$@"; do
  for folder in "${folders[@]}"; do
    held="$folder/test"
    [ -d "$held" ] || held="$folder/val"
    for mode in ${MODES:-head full}; do
      values=""
      for seed in ${SEEDS:-1 2 3}; do
        $command train "$folder/train" --test "$held" --backbone "$backbone" --mode "$mode" --seed "$seed" --output "$output/run" ${OPTIONS:-} --quiet > /dev/null
        values="$values $(awk '/"test": \{/ { found = 1 } found && /"accuracy":/ { gsub(/[^0-9.]/, ""); print; exit }' "$output/run/metrics.json")"
      done
      echo "$(basename "$backbone") $(basename "$folder") $mode $(echo "$values" | awk '{ sum = 0; for (i = 1; i <= NF; i++) sum += $i; printf "%.4f  (", sum / NF; for (i = 1; i <= NF; i++) printf "%s%.4f", (i > 1 ? " " : ""), $i; print ")" }')"
    done
  done
done
