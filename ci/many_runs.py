"""Writes 60 invented runs, as a sweep leaves them, for the report of many: many_runs.py FOLDER

Two variants, six learning rates, five seeds; some runs are shorter, and one setting is not evaluated.
"""
import hashlib
import json
import math
import random
import sys
from pathlib import Path

STEPS = 3000
PLACES = "Bergen", "Bern", "London", "Oslo", "Paris", "Rome"
folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
sha256 = lambda data: hashlib.sha256(data).hexdigest()
places = random.Random(1).choices(PLACES, k=300)
questions = folder / "dev.tsv"
questions.write_text("".join(f"Where was person {i} born?\t{place}\n" for i, place in enumerate(places)), encoding="utf-8")


def entry(role, digest):
    return {"role": role, "path": "dev.tsv" if role == "questions" else "gone", "bytes": 1, "sha256": digest}


def manifest(file, task, inputs, **fields):
    text = {"charlm_run": 2, "task": task, "command": "charlm " + task, "folder": str(folder.resolve()), "exit": "done", "exit_code": 0,
            "started": "2026-11-28T10:00:00Z", "ended": "2026-11-28T10:10:00Z", "program": "test", "machine": {}, "inputs": inputs,
            "libraries": [], **fields}
    Path(f"{file}.run.json").write_text(json.dumps(text), encoding="utf-8")


def training(cell, variant, rate, seed, chance):
    end = 1 + abs(math.log(rate / 0.005)) / 5 + chance.random() / 20
    with open(cell / "finetune.params.metrics.jsonl", "w", encoding="utf-8") as log:
        for step in range(0, STEPS if seed < 5 else STEPS * 2 // 3, 2):
            metrics = {"step": step, "epoch": 0, "loss": end + 2 * math.exp(-step / 300) + chance.gauss(0, 0.05), "rate": rate * (1 - step / STEPS),
                       "gradient_norm": 1 + chance.random(), "characters_per_second": 50000 + chance.randrange(5000)}
            if step % 500 == 498:
                metrics["dev_accuracy"] = 0.3 + step / 2 / STEPS + chance.random() / 20
            log.write(json.dumps(metrics) + "\n")
    manifest(cell / "finetune.params", "finetune", [], output=entry("parameters", sha256(cell.name.encode())),
             config={"task": "finetune", "variant": variant, "learning_rate": rate, "seed": seed, "precision": "fp32"},
             result={"steps": STEPS, "last_loss": end, "training_seconds": 600 + chance.random()})


def evaluation(cell, rate, chance):
    right = 0.8 - abs(math.log(rate / 0.005)) / 4 + chance.gauss(0, 0.04)
    answers = [place if chance.random() < right else chance.choice(PLACES) for place in places]
    (cell / "dev.predictions").write_text("\n".join(answers) + "\n", encoding="utf-8")
    correct = sum(answer == place for answer, place in zip(answers, places))
    manifest(cell / "dev.predictions", "evaluate", [entry("questions", sha256(questions.read_bytes())), entry("parameters", sha256(cell.name.encode()))],
             config={}, result={}, score={"correct": correct, "total": len(places)})


for variant in "vanilla", "perceiver":
    for rate in 0.001, 0.002, 0.003, 0.006, 0.01, 0.02:
        for seed in 1, 2, 3, 4, 5:
            cell = folder / f"{variant},learning_rate={rate},seed={seed}"
            cell.mkdir(exist_ok=True)
            chance = random.Random(cell.name)
            training(cell, variant, rate, seed, chance)
            if (variant, rate) != ("perceiver", 0.02):
                evaluation(cell, rate, chance)
