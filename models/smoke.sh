#!/bin/sh
# The whole recipe in little, in two to four minutes of two idle cores: VAE, latents, denoiser, resume, export, continue from the pack, evaluation.
# Usage: ./smoke.sh SPRITES_DIR WORK_DIR     (after recipe/make-data.sh SPRITES_DIR)
set -eu
cd "$(dirname "$0")"
sprites=${1:?usage: smoke.sh SPRITES_DIR WORK_DIR}
work=${2:?usage: smoke.sh SPRITES_DIR WORK_DIR}
run() { OMP_NUM_THREADS=1 "${PYTHON:-python3}" -m "training.$@"; }
mkdir -p "$work"
[ -f "$work/encoder/all-minilm-l6-v2.onnx" ] || run fetch_encoder --out "$work/encoder"
run train_vae --sprites "$sprites" --vocabulary vocabulary/shipped.json --out "$work/vae" --minutes 0.4
run latents --sprites "$sprites" --vae "$work/vae/vae.pt" --encoder "$work/encoder" --out "$work/latents" --plan single=100,colour=100,count=50,pair=100,prop=50,setting=50
run train_denoiser --latents "$work/latents" --vae "$work/vae/vae.pt" --encoder "$work/encoder" --out "$work/denoiser" --minutes 0.5 --report 0.2
run train_denoiser --latents "$work/latents" --vae "$work/vae/vae.pt" --encoder "$work/encoder" --out "$work/denoiser" --minutes 1.5 --report 0.3 --resume
run export --vae "$work/vae/vae.pt" --unet "$work/denoiser/unet.pt" --encoder "$work/encoder" --latents "$work/latents/train-single-000000.safetensors" \
    --out "$work/pack/pictograms" --version 0.0.0-smoke
run train_denoiser --latents "$work/latents" --vae "$work/vae/vae.pt" --encoder "$work/encoder" --out "$work/continued" --minutes 0.2 --report 0.1 \
    --continue-from "$work/pack/pictograms"
run evaluate --pack "$work/pack/pictograms" --sprites "$sprites" --out "$work/docs" --prompts 2 --seeds 1 --held-prompts 1 --judge-scenes 20 --parts judge vae tasks
echo "smoke: the recipe runs from sprites to scores"
