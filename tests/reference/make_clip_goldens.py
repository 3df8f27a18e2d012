#!/usr/bin/env python3
"""Writes tests/data/clip/variants/: what open_clip 3.3.0 makes of seeded models of many shapes.

    python tests/reference/make_clip_goldens.py [NAME...]

Each variant's folder gets open_clip_config.json, seed.json (the dtype of its checkpoint), images.npy and texts.npy (unit vectors,
float32). The weights are functions of their names (src/embed/seeded_checkpoint.h makes the same bits in C++), so no checkpoint
is stored. Needs torch, open_clip_torch 3.3.0, safetensors and NumPy.
"""
import json
import pathlib
import sys
import tempfile

import numpy as np
import open_clip
import safetensors.torch
import torch

OUT = pathlib.Path(__file__).resolve().parents[2] / "tests/data/clip/variants"
PICTURES = 6
TEXTS = [
    "a picture of a cat",
    "a dog",
    "",
    "two red apples and a yellow banana on a blue table",
    "a very long caption about a red apple, a yellow banana, a green pear, a purple grape, a rocket, a bicycle, a guitar, a violin, a slice of pizza and more",
    "日本語 café",
]
DTYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}


def config(vision=None, text=None, preprocess=None, **model):
    return {
        "model_cfg": {
            "embed_dim": 32,
            "vision_cfg": {"image_size": 48, "patch_size": 16, "width": 64, "layers": 3, "head_width": 16} | (vision or {}),
            "text_cfg": {"context_length": 24, "vocab_size": 49408, "width": 48, "heads": 3, "layers": 2} | (text or {}),
        }
        | model,
        "preprocess_cfg": preprocess or {},
    }


VARIANTS = {
    "plain": ("F32", config()),
    "quick-gelu": ("F16", config(quick_gelu=True)),
    "tanh-gelu": ("F32", config({"act_kwargs": {"approximate": "tanh"}}, {"act_kwargs": {"approximate": "tanh"}})),
    "epsilon": ("F32", config({"norm_kwargs": {"eps": 0.01}}, {"norm_kwargs": {"eps": 0.02}})),
    "layer-scale": ("BF16", config({"ls_init_value": 1e-4}, {"ls_init_value": 1e-4})),
    "average": ("F32", config({"pool_type": "avg"})),
    "clipa": ("F16", config({"pool_type": "avg", "no_ln_pre": True, "final_ln_after_pool": True}, {"pool_type": "last", "no_causal_mask": True})),
    "norm-after-token": ("F32", config({"final_ln_after_pool": True}, {"final_ln_after_pool": True})),
    "narrow-heads": ("F32", config({"head_width": 8, "mlp_ratio": 4.9231}, {"heads": 12, "mlp_ratio": 2.5})),
    "one-head": ("BF16", config({"head_width": 64, "layers": 1}, {"heads": 1, "layers": 1})),
    "text-end": ("F32", config(text={"pool_type": "eos", "eos_id": 49407}, custom_text=True)),
    "text-end-absent": ("F32", config(text={"pool_type": "eos", "eos_id": 1, "no_causal_mask": True}, custom_text=True)),
    "text-first": ("F32", config(text={"pool_type": "first", "no_causal_mask": True}, custom_text=True)),
    "text-last-causal": ("F32", config(text={"pool_type": "last"}, custom_text=True)),
    "text-unmasked": ("F32", config(text={"no_causal_mask": True})),
    "no-projection": ("F32", config(text={"proj_type": "none", "width": 32, "heads": 2})),
    "projection-bias": ("F16", config(text={"proj_bias": True}, custom_text=True, init_logit_bias=-10)),
    "remainder": ("F32", config({"image_size": 50, "pos_embed_type": "sin_cos_2d"})),
    "large-patch": ("F32", config({"image_size": [64, 64], "patch_size": 32, "patch_dropout": 0.5, "output_tokens": False})),
    "other-colours": ("F32", config(preprocess={"mean": [0.5, 0.4, 0.3], "std": [0.5, 0.6, 0.2], "interpolation": "bilinear", "resize_mode": "squash"})),
    "custom-block": ("F32", config(
        {"qk_norm": True, "scale_heads": True, "scale_attn_inner": True, "scale_attn": True, "scale_fc": True},
        {"qk_norm": True, "scale_heads": True, "scale_attn_inner": True, "scale_attn": True, "scale_fc": True, "ls_init_value": 0.1})),
    "custom-block-plain": ("F32", config({"block_type": "custom"}, {"block_type": "default", "scale_fc": True})),
    "vit-b-16": ("BF16", {"model_cfg": {
        "embed_dim": 512,
        "vision_cfg": {"image_size": 224, "layers": 12, "width": 768, "patch_size": 16},
        "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 512, "heads": 8, "layers": 12}}}),
}


def mixed(seed, places):
    """SplitMix64 at each place."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + (places.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def fnv1a(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def spread(name, shape):
    reach_for = lambda fan_in: np.float32(np.sqrt(3.0 / fan_in))
    if name.endswith("embedding") or name.endswith("token_embedding.weight"):
        return np.float32(0), np.float32(0.5)
    if name.endswith(".bias") or name.endswith("_bias"):
        return np.float32(0), np.float32(0.1)
    if name.endswith("head_scale") or len(shape) <= 1:
        return np.float32(1), np.float32(0.25)
    if name.endswith("proj") or name.endswith("text_projection"):
        return np.float32(0), reach_for(shape[0])
    fan_in = int(np.prod(shape[1:]))
    return np.float32(0), reach_for(4 * fan_in if name.endswith(("out_proj.weight", "c_proj.weight")) else fan_in)


def seeded(name, shape):
    centre, reach = spread(name, shape)
    bits = mixed(fnv1a(name), np.arange(int(np.prod(shape)), dtype=np.uint64)) >> np.uint64(40)
    uniform = (bits.astype(np.int32) - np.int32(1 << 23)).astype(np.float32) * np.float32(2.0**-23)
    return (centre + uniform * reach).reshape(shape)


def pictures(count, side):
    places = ((np.arange(side) // 8)[:, None] * side + (np.arange(side) // 8)[None, :])[..., None] * 3 + np.arange(3)
    return np.stack([(mixed(k, places) >> np.uint64(56)).astype(np.uint8) for k in range(count)])


def make(name, dtype, cfg):
    out = OUT / name
    out.mkdir(parents=True, exist_ok=True)
    (out / "open_clip_config.json").write_text(json.dumps(cfg, indent=1) + "\n")
    (out / "seed.json").write_text(json.dumps({"dtype": dtype}) + "\n")
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "open_clip_config.json").write_text(json.dumps(cfg))
        empty = open_clip.create_model("local-dir:" + folder, load_weights=False)
        tensors = {k: torch.from_numpy(seeded(k, tuple(v.shape))).to(DTYPES[dtype]) for k, v in empty.state_dict().items()}
        safetensors.torch.save_file(tensors, folder + "/open_clip_model.safetensors")
        model, _, transform = open_clip.create_model_and_transforms("local-dir:" + folder)
        ids = open_clip.get_tokenizer("local-dir:" + folder)(TEXTS)
    model.eval()
    side = model.visual.image_size
    side = side if isinstance(side, int) else side[0]
    normalise = transform.transforms[-1]
    x = torch.stack([normalise(torch.from_numpy(p.transpose(2, 0, 1)).float() / 255) for p in pictures(PICTURES, side)])
    with torch.no_grad():
        images = model.encode_image(x, normalize=True).numpy()
        texts = model.encode_text(ids, normalize=True).numpy()
    np.save(out / "images.npy", images)
    np.save(out / "texts.npy", texts)
    spread_of = lambda v: float(np.linalg.norm(v - v.mean(0), axis=1).min())
    print(f"{name:20} images differ by {spread_of(images):.3f}, texts by {spread_of(texts):.3f}")


def main():
    torch.set_num_threads(2)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "texts.json").write_text(json.dumps(TEXTS, ensure_ascii=False, indent=1) + "\n")
    for name in sys.argv[1:] or VARIANTS:
        make(name, *VARIANTS[name])


if __name__ == "__main__":
    main()
