"""Holds the event files of a run to its metrics log, as TensorBoard's own reader sees them: read_events.py FOLDER METRICS.

Every step once, whatever was interrupted and resumed.
"""
import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

SCALARS = {"train/loss": "loss", "train/lr": "rate", "train/gradient_norm": "gradient_norm"}

folder, metrics = sys.argv[1:]
with open(metrics, encoding="utf-8") as lines:
    logged = [json.loads(line) for line in lines]
assert logged, f"{metrics} holds no steps"
assert [line["step"] for line in logged] == list(range(len(logged))), "steps are missing or doubled"

events = EventAccumulator(folder, size_guidance={"scalars": 0})
events.Reload()
evaluated = [line for line in logged if "dev_accuracy" in line]
expected = {tag: (name, logged) for tag, name in SCALARS.items()}
if evaluated:
    expected["dev/accuracy"] = ("dev_accuracy", evaluated)
assert set(events.Tags()["scalars"]) == set(expected), events.Tags()
for tag, (name, lines) in expected.items():
    written = events.Scalars(tag)
    assert [event.step for event in written] == [line["step"] for line in lines], tag
    for event, line in zip(written, lines):  # an event holds single precision
        assert abs(event.value - line[name]) <= 1e-6 * abs(line[name]), (tag, line, event)
print(f"{folder}: {len(logged)} steps, {len(evaluated)} evaluations, as in {metrics}")
