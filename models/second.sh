#!/bin/sh
# Teaches vocabulary/second.json on top of the shipped weights. Every part goes on where it stopped, so the same command resumes
# an interrupted run; it ends by itself only after 2,000 minutes of training. Run it in the background: nice -n 19 setsid ./second.sh ...
# Usage: ./second.sh WORK_DIR [STAGE]
set -eu
cd "$(dirname "$0")"
work=$(mkdir -p "${1:?usage: second.sh WORK_DIR [STAGE]}" && cd "$1" && pwd)
stage=${2:-1}
export OMP_NUM_THREADS=1
run() { "${PYTHON:-python3}" -m "training.$@"; }

[ -f "$work/sprites/manifest.json" ] || recipe/make-data.sh "$work/sprites"
[ -f "$work/encoder/all-minilm-l6-v2.onnx" ] || run fetch_encoder --out "$work/encoder"
[ -f "$work/vae.pt" ] || run weights --pack pictograms --vae "$work/vae.pt"

latents=$work/latents-$stage
run latents --vocabulary vocabulary/second.json --stage "$stage" --sprites "$work/sprites" --vae "$work/vae.pt" --encoder "$work/encoder" \
  --out "$latents" --plan single=6000,colour=3500,count=3500,pair=8000,prop=1500,setting=2000,riding=2000 > "$work/latents.log" 2>&1 &
until ls "$latents"/train-* > /dev/null 2>&1; do sleep 5; done

if [ -f "$work/second/unet.pt" ]; then from=--resume; else from="--continue-from pictograms"; fi
# shellcheck disable=SC2086 # two words on purpose
run train_denoiser $from --vocabulary vocabulary/second.json --latents "$latents" --vae "$work/vae.pt" --encoder "$work/encoder" --out "$work/second" \
  --minutes 2000 --decay-from 0.95 --batch 24 --rate 4e-4 --threads "${THREADS:-1}" --report 10 --compile \
  --shares single=0.32,colour=0.14,count=0.10,pair=0.24,prop=0.06,setting=0.07,riding=0.07
