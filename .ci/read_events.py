"""Reads the newest event file of a folder with TensorBoard's own reader and checks what a run of three steps must hold."""
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

events = EventAccumulator(sys.argv[1])
events.Reload()
assert set(events.Tags()["scalars"]) == {"train/loss", "train/lr"}, events.Tags()
for tag in ("train/loss", "train/lr"):
    scalars = events.Scalars(tag)
    assert [scalar.step for scalar in scalars][-3:] == [0, 1, 2], scalars
    print(tag, [round(scalar.value, 6) for scalar in scalars])
