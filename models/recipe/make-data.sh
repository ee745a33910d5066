#!/bin/sh
# Fetches the pinned npm packages, rasterises every usable emoji and writes sprites/ with its manifest, and ATTRIBUTION.md from that.
# Usage: recipe/make-data.sh OUT_DIR     needs node 20 and npm, and python with requirements.txt for the attribution
set -eu
out=$(mkdir -p "${1:?usage: make-data.sh OUT_DIR}" && cd "$1" && pwd)
cd "$(dirname "$0")"
npm ci --ignore-scripts --no-audit --no-fund
node rasterise.mjs "$out"
cd .. && "${PYTHON:-python3}" -m training.attribution --sprites "$out" --out pictograms/ATTRIBUTION.md
