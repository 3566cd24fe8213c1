"""Holds what charlm writes for PyTorch to PyTorch itself: torch_roundtrip.py CHARLM WIKI_FOLDER OUT.

Converts a model of each variant, loads it with weights_only and strictly into reference/torch_peer.py, lets both answer the same
questions, saves the state dict again with torch.save, and converts that back: the values must be the same, bit for bit.
"""
import json
import subprocess
import sys
from pathlib import Path

import torch
from safetensors import safe_open

charlm, data, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "reference"))
import torch_peer  # noqa: E402

QUESTIONS = 8


def run(*words):
    subprocess.run([charlm, *map(str, words)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def tensors(path):
    with safe_open(path, framework="pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()


questions = out / "questions.tsv"
lines = (data / "birth_dev.tsv").read_text(encoding="utf-8").split("\n")[:QUESTIONS]
questions.write_text("\n".join(lines) + "\n", encoding="utf-8")
corpus = data / "wiki.txt"

for variant in "vanilla", "perceiver":
    size = ["--bottleneck_dim", 64] if variant == "perceiver" else []
    ours, torch_file, saved, back = (out / f"{variant}.{end}" for end in ("params", "pt", "saved.pt", "back.params"))
    run("finetune", variant, corpus, *size, "--writing_params_path", ours, "--finetune_corpus_path",
        data / "birth_places_train.tsv", "--max-steps", 12, "--batch-size", 16, "--finetune_lr", "2e-3", "--dropout", 0)
    run("convert", ours, torch_file)
    state = torch.load(torch_file, weights_only=True)
    net = torch_peer.Net(256, bottleneck=64 if variant == "perceiver" else None)
    net.load_state_dict(state, strict=True)

    run("evaluate", variant, corpus, "--reading_params_path", ours, "--eval_corpus_path", questions,
        "--outputs_path", out / f"{variant}.ours")
    peer = subprocess.run(
        [sys.executable, torch_peer.__file__, "evaluate", "--variant", variant, "--params", torch_file, "--data", data,
         "--tsv", questions, "--out", out / f"{variant}.torch"], check=True, capture_output=True, text=True)
    assert json.loads(peer.stdout)["names"] == QUESTIONS, peer.stdout
    answers = [(out / f"{variant}.{who}").read_text(encoding="utf-8") for who in ("ours", "torch")]
    assert answers[0] == answers[1], answers

    torch.save(net.state_dict(), saved)
    run("convert", saved, back, "--corpus", corpus)
    before, about = tensors(ours)
    after, about_back = tensors(back)
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name], after[name]) for name in before), variant
    assert all(about[key] == about_back[key] for key in ("charlm.config", "charlm.vocabulary"))
    print(f"{variant}: {len(state)} entries load strictly, {QUESTIONS} answers agree ({answers[0].splitlines()[0]!r} first),"
          f" {len(before)} tensors come back the same")
