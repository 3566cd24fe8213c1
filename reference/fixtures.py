#!/usr/bin/env python3
"""Writes the parameter files of other makers that the tests of charlm read: fixtures.py [FOLDER].

All hold one tiny model, as PyTorch and safetensors save it in the ways that people use. base.safetensors holds what charlm
must read of the others. Needs PyTorch, NumPy and safetensors; the tests need none of them.
"""
import argparse
import collections
import random
import sys
from pathlib import Path

import numpy
import torch
from safetensors.torch import save_file, save_model
from torch import nn
from torch_peer import Net

OUT = Path(sys.argv[1]) if len(sys.argv) > 1 else (
    Path(__file__).resolve().parent.parent / "src/test/resources/charlm/checkpoint/foreign")
MASK = ".attn.mask"


class Score:
    """Stands for any class of the user's own."""


def network(seed):
    torch.manual_seed(seed)
    net = Net(6, block=5, layers=1, heads=2, width=4)
    for parameter in net.parameters():
        nn.init.normal_(parameter, std=0.5)
    return net


def renamed(state, prefix):
    return collections.OrderedDict((prefix + name, tensor) for name, tensor in state.items())


def changed(state, change, masks):
    return {name: change(tensor) if name.endswith(MASK) == masks else tensor for name, tensor in state.items()}


def parameters(state):
    return {name: tensor for name, tensor in state.items() if not name.endswith(MASK)}


def spoiled(state, value, dtype=torch.float32):
    copy = {name: tensor.to(dtype, copy=True) for name, tensor in state.items()}
    copy["head.weight"][2, 1] = copy["head.weight"][5, 3] = value
    return copy


random.seed(1)
net = network(1)
state = net.state_dict()
other = {"tok_emb.weight": network(2).tok_emb.weight.detach()}
optimizer = torch.optim.AdamW([net.head.weight, net.ln_f.bias], lr=1e-3)  # of a few, to keep the file small
net(torch.tensor([[2, 3, 4]])).sum().backward()
before = {name: tensor.clone() for name, tensor in state.items()}
optimizer.step()
net.load_state_dict(before)
steps = torch.optim.lr_scheduler.MultiStepLR(optimizer, [3, 5])
tied = network(3)
tied.head.weight = tied.tok_emb.weight

FILES = {
    "dataparallel.pt": nn.DataParallel(net).state_dict(),
    "compiled-parallel.pt": renamed(state, "_orig_mod.module."),
    "compiled-blocks.pt": {name.replace("blocks.0.", "blocks.0._orig_mod."): t for name, t in state.items()},
    "trainer.pt": {
        "model": state, "optimizer": optimizer.state_dict(), "scheduler": steps.state_dict(), "iter_num": 2,
        "best_val_loss": torch.tensor(1.5), "seconds": numpy.float64(1.5), "count": numpy.int32(7),
        "rng": [torch.get_rng_state()[:8], random.getstate()[1][:4], 1 << 130],
        "config": {"lr": 1e-3, "betas": (0.9, 0.95), (0, 1): {"tags": {"a"}, "none": None, "raw": b"\xff", "z": 1j}},
        "shape": state["pos_emb"].shape},
    "lightning.ckpt": {
        "epoch": 3, "global_step": 12, "pytorch-lightning_version": "2.4.0", "state_dict": renamed(state, "model."),
        "loops": {"fit_loop": {"state_dict": {}, "epoch_progress": {"current": {"completed": 3}}}},
        "callbacks": {"ModelCheckpoint{'monitor': 'loss'}": {"best_model_score": torch.tensor(0.5), "dirpath": "/x"}},
        "optimizer_states": [{"state": {}, "param_groups": []}], "lr_schedulers": [], "hyper_parameters": {"width": 4}},
    "named-parameters.pt": dict(net.named_parameters()),
    "tuple.pt": (7, [state]),
    "flat-with-epoch.pt": {**state, "epoch": 3},
    "mask-bool.pt": changed(state, torch.Tensor.bool, True),
    "mask-uint16.pt": changed(state, lambda mask: mask.to(torch.uint16), True),
    "mask-inverted.pt": changed(state, lambda mask: (mask == 0).double(), True),
    "mask-not-causal.pt": changed(state, torch.ones_like, True),
    "float64.pt": changed(state, torch.Tensor.double, False),
    "nan.pt": spoiled(state, float("nan")),
    "float64-overflow.pt": spoiled(state, 1e300, torch.float64),
    "two-models.pt": {"model": state, "ema": other},
    "namespace.pt": {"state_dict": other, "args": argparse.Namespace(width=4)},
    "class.pt": {"state_dict": other, "score": Score()},
    "whole-module.pt": nn.Sequential(net.ln_f),
}
SAFETENSORS = {
    "base.safetensors": parameters(state),
    "module.safetensors": renamed(parameters(state), "module."),
    "mask-float8.safetensors": changed(state, lambda mask: mask.to(torch.float8_e4m3fn), True),
    "infinite.safetensors": spoiled(parameters(state), float("-inf"), torch.bfloat16),
}

OUT.mkdir(parents=True, exist_ok=True)
for name, value in FILES.items():
    torch.save(value, OUT / name)
torch.save({"model": state, "epoch": 3}, OUT / "legacy.pt", _use_new_zipfile_serialization=False)
torch.save(state, OUT / "legacy-protocol-4.pt", _use_new_zipfile_serialization=False, pickle_protocol=4)
torch.save({"model": state, "sets": [{1}, frozenset([2]), b"raw", bytearray(b"raw")]}, OUT / "protocol-5.pt",
           pickle_protocol=5)
for name, tensors in SAFETENSORS.items():
    save_file({key: tensor.contiguous() for key, tensor in tensors.items()}, OUT / name)
save_model(tied, OUT / "tied.safetensors")
for file in OUT.iterdir():
    file.chmod(0o644)
print(f"{sum(file.stat().st_size for file in OUT.iterdir()):,} bytes in {OUT}")
