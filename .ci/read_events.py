"""Holds an event file to the log of the run that wrote it, as TensorBoard's own reader sees it: read_events.py FOLDER LOG."""
import re
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

STEP = re.compile(r"^epoch \d+ step (\d+): loss ([\d.]+), rate ([\d.e+-]+),", re.MULTILINE)

folder, log = sys.argv[1:]
with open(log, encoding="utf-8") as lines:
    logged = [(int(step), float(loss), float(rate)) for step, loss, rate in STEP.findall(lines.read())]
assert logged, f"{log} holds no steps"

events = EventAccumulator(folder)
events.Reload()
assert set(events.Tags()["scalars"]) == {"train/loss", "train/lr"}, events.Tags()
losses, rates = events.Scalars("train/loss"), events.Scalars("train/lr")
assert len(losses) == len(rates) == len(logged), (len(losses), len(rates), len(logged))

# The log counts steps from 1 and rounds: the loss to 4 decimals, the rate to 4 digits.
for (step, loss, rate), loss_event, rate_event in zip(logged, losses, rates):
    assert loss_event.step == rate_event.step == step - 1, (step, loss_event, rate_event)
    assert abs(loss_event.value - loss) <= 6e-5, (loss, loss_event)
    assert abs(rate_event.value - rate) <= 6e-4 * rate, (rate, rate_event)
    print(f"step {step}: loss {loss_event.value:.6f}, rate {rate_event.value:.6e}, as logged")
