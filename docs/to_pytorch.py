#!/usr/bin/env python3
"""Turns a charlm parameter file into a PyTorch state dict: to_pytorch.py IN.params OUT.params (needs torch, safetensors).

The reference's modules also hold constant causal masks and load strictly, so those are added here.
"""
import json
import sys

import torch
from safetensors import safe_open


def main(source, target):
    with safe_open(source, framework="pt") as file:
        config = json.loads(file.metadata()["charlm.config"])
        state = {name: file.get_tensor(name) for name in file.keys()}
    for key in [name for name in state if name.endswith(".attn.key.weight")]:
        block = key[: -len(".attn.key.weight")]
        inner = config["variant"] == "perceiver" and block.startswith("blocks.")
        size = config["bottleneck_dim"] if inner else config["block_size"]
        state[block + ".attn.mask"] = torch.ones(size, size).tril().view(1, 1, size, size)
    torch.save(state, target)


if __name__ == "__main__":
    main(*sys.argv[1:])
