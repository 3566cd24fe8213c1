#!/usr/bin/env python3
"""The reference's networks and training in PyTorch, in our own code: for charlm to be measured against. reference/compare runs it.

Same networks, parameter names, data, optimiser groups, schedule and decoding as the reference.

  torch_peer.py train    --variant vanilla|perceiver --task pretrain|finetune [--steps 10] [--params START.params] [--save OUT.params]
                         [--attention explicit|sdpa] [--precision fp32|bf16] [--compile] [--dropout 0.1] [--curve losses.txt]
  torch_peer.py evaluate --variant ... --params FILE [--tsv birth_dev.tsv] [--limit N] [--out PREDICTIONS]
  common: [--data FOLDER with wiki.txt and birth_*.tsv] [--threads 2] [--bottleneck 64] [--seed 1]

--attention explicit is what the reference does: separate q/k/v matmuls, masked scores, softmax, dropout. sdpa is stock PyTorch's quicker way:
F.scaled_dot_product_attention (torch >= 2), one qkv matmul, fused AdamW where this build has it; its parameter names differ, so --params needs explicit.
`train` pads every row to the block size, as the reference does; it prints one JSON line: median and minimum step seconds, scored characters a second.
`evaluate` decodes one name at a time, 32 full forward passes each, as the reference does; it prints seconds and the score.
"""
import argparse, json, math, random, statistics, sys, time
from pathlib import Path
import torch
from torch import nn
from torch.nn import functional as F

PAD, MASK, BLOCK = "\u25a1", "\u2047", 128


class Attention(nn.Module):
    def __init__(self, width, heads, block, style, drop):
        super().__init__()
        self.heads, self.style, self.p = heads, style, drop
        if style == "sdpa":
            self.qkv = nn.Linear(width, 3 * width)
        else:
            self.key, self.query, self.value = (nn.Linear(width, width) for _ in range(3))
        self.proj = nn.Linear(width, width)
        self.register_buffer("mask", torch.ones(block, block).tril().view(1, 1, block, block))

    def split(self, t):
        return t.view(t.size(0), t.size(1), self.heads, -1).transpose(1, 2)

    def forward(self, queries, memory, cross):
        if self.style == "sdpa":
            if cross:
                w, b = self.qkv.weight.chunk(3), self.qkv.bias.chunk(3)
                q, k, v = F.linear(queries, w[0], b[0]), F.linear(memory, w[1], b[1]), F.linear(memory, w[2], b[2])
            else:
                q, k, v = self.qkv(memory).chunk(3, dim=-1)
        else:
            q, k, v = self.query(queries), self.key(memory), self.value(memory)
        q, k, v = self.split(q), self.split(k), self.split(v)
        p = self.p if self.training else 0.0
        tq, tk = q.size(2), k.size(2)
        if self.style == "sdpa":
            if cross:
                y = F.scaled_dot_product_attention(q.expand(k.size(0), -1, -1, -1), k, v, attn_mask=self.mask[:, :, :tq, :tk].bool(), dropout_p=p)
            else:
                y = F.scaled_dot_product_attention(q, k, v, dropout_p=p, is_causal=True)
        else:
            scores = (q @ k.transpose(-2, -1)) / math.sqrt(q.size(-1))
            y = F.dropout(F.softmax(scores.masked_fill(self.mask[:, :, :tq, :tk] == 0, -1e10), dim=-1), p) @ v
        return F.dropout(self.proj(y.transpose(1, 2).reshape(y.size(0), tq, -1)), p)


class Layer(nn.Module):
    """Pre-norm transformer layer. With a memory it is one of the perceiver's two ends: cross-attention without a residual, one ln1 for both inputs."""

    def __init__(self, width, heads, block, style, drop, basis=None):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn = Attention(width, heads, block, style, drop)
        if basis:
            self.C = nn.Parameter(nn.init.xavier_uniform_(torch.empty(1, basis, width)))
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width), nn.Dropout(drop))

    def forward(self, x, memory=None):
        if memory is None:
            n = self.ln1(x)
            x = x + self.attn(n, n, cross=False)
        else:
            x = self.attn(self.ln1(x), self.ln1(memory), cross=True)
        return x + self.mlp(self.ln2(x))


class Net(nn.Module):
    def __init__(self, vocab, block=BLOCK, layers=4, heads=8, width=256, bottleneck=None, style="explicit", drop=0.1):
        super().__init__()
        self.block, self.bottleneck = block, bottleneck
        self.tok_emb, self.pos_emb = nn.Embedding(vocab, width), nn.Parameter(torch.zeros(1, block, width))
        self.drop = nn.Dropout(drop)
        if bottleneck:
            self.down_block = Layer(width, heads, block, style, drop, basis=bottleneck)
            self.up_block = Layer(width, heads, block, style, drop)
        inner, size = (layers - 2, bottleneck) if bottleneck else (layers, block)
        self.blocks = nn.ModuleList(Layer(width, heads, size, style, drop) for _ in range(inner))
        self.ln_f, self.head = nn.LayerNorm(width), nn.Linear(width, vocab, bias=False)
        for m in self.modules():
            if isinstance(m, (nn.Linear, nn.Embedding)):
                nn.init.normal_(m.weight, std=0.02)
                if getattr(m, "bias", None) is not None:
                    nn.init.zeros_(m.bias)

    def forward(self, ids, targets=None):
        x0 = self.drop(self.tok_emb(ids) + self.pos_emb[:, : ids.size(1)])
        x = self.down_block(self.down_block.C, x0) if self.bottleneck else x0
        for layer in self.blocks:
            x = layer(x)
        if self.bottleneck:
            x = self.up_block(x0, x)
        logits = self.head(self.ln_f(x))
        if targets is None:
            return logits
        return F.cross_entropy(logits.flatten(0, 1).float(), targets.flatten(), ignore_index=0)


def read(folder, name):
    return Path(folder, name).read_text(encoding="utf-8")


def vocabulary(folder):
    return {c: i for i, c in enumerate([PAD, MASK] + sorted(set(read(folder, "wiki.txt"))))}


def rows_of(task, folder, rng):
    """Endless epochs of (x text, y text) in file order, a fresh corruption each time a document comes round; the end of an epoch is None."""
    if task == "pretrain":
        docs = read(folder, "wiki.txt").split("\n")

        def example(doc):
            n = rng.randint(4, BLOCK * 7 // 8)
            doc, m = doc[:n], rng.randint(1, 2 * (n // 4) - 1)
            at = rng.randint(0, n - n // 4)
            s = doc[:at] + MASK + doc[at + m:] + MASK + doc[at:at + m]
            s += PAD * (BLOCK + 1 - len(s))
            return s[:-1], s[1:]
    else:
        docs = read(folder, "birth_places_train.tsv").rstrip("\n").split("\n")

        def example(line):
            q, a = line.encode().decode("ascii", "ignore").split("\t")
            s = q + MASK + a + MASK
            s += PAD * (BLOCK - len(s))
            return s[:-1], PAD * (len(q) - 1) + s[len(q):]
    while True:
        yield from (example(d) for d in docs)
        yield None


def batches(task, folder, ids, rng):
    size, rows = (128 if task == "pretrain" else 256), []
    tensor = lambda k: torch.tensor([[ids[c] for c in r[k]] for r in rows])
    for row in rows_of(task, folder, rng):
        if row is not None:
            rows.append(row)
        if rows and (row is None or len(rows) == size):
            yield tensor(0), tensor(1)
            rows = []


def train(a):
    ids = vocabulary(a.data)
    net = Net(len(ids), bottleneck=a.bottleneck if a.variant == "perceiver" else None, style=a.attention, drop=a.dropout)
    if a.params:
        net.load_state_dict(torch.load(a.params, map_location="cpu"))
    peak = 6e-3 if a.task == "pretrain" else 6e-4
    groups = [{"params": [p for n, p in net.named_parameters() if ("bias" in n) == plain], "weight_decay": 0.0 if plain else 0.1} for plain in (False, True)]
    try:
        opt = torch.optim.AdamW(groups, lr=peak, betas=(0.9, 0.95), **({"fused": True} if a.attention == "sdpa" else {}))
    except (RuntimeError, TypeError):
        opt = torch.optim.AdamW(groups, lr=peak, betas=(0.9, 0.95))
    step_fn = torch.compile(net) if a.compile else net
    warmup, final = 512 * 20, 200 * len(read(a.data, "wiki.txt").split("\n")) * BLOCK
    times, chars, losses, tokens = [], [], [], 0
    for i, (x, y) in enumerate(batches(a.task, a.data, ids, random.Random(a.seed))):
        if i == a.warmup + a.steps:
            break
        t = time.perf_counter()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=a.precision == "bf16"):
            loss = step_fn(x, y)
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        losses.append(loss.item())
        dt = time.perf_counter() - t
        tokens += y.numel()
        mult = tokens / warmup if tokens < warmup else max(0.1, 0.5 * (1 + math.cos(math.pi * (tokens - warmup) / (final - warmup))))
        for g in opt.param_groups:
            g["lr"] = peak * mult
        print(f"step {i} {dt:.3f}s loss {losses[-1]:.4f}", file=sys.stderr)
        if i >= a.warmup and len(y) in (128, 256):
            times.append(dt)
            chars.append(int((y != 0).sum()))
    if a.save:
        torch.save(net.state_dict(), a.save)
    if a.curve:
        Path(a.curve).write_text("".join(f"{v:.6f}\n" for v in losses))
    return dict(task=a.task, precision=a.precision, attention=a.attention, compiled=a.compile, median_step_s=round(statistics.median(times), 4),
                min_step_s=round(min(times), 4), scored_chars_per_s=round(sum(chars) / sum(times)), last_loss=round(losses[-1], 4))


def evaluate(a):
    ids = vocabulary(a.data)
    chars = {i: c for c, i in ids.items()}
    net = Net(len(ids), bottleneck=a.bottleneck if a.variant == "perceiver" else None)
    net.load_state_dict(torch.load(a.params, map_location="cpu"))
    net.eval()
    lines = read(a.data, a.tsv).rstrip("\n").split("\n")[: a.limit]
    t, answers = time.perf_counter(), []
    with torch.no_grad():
        for line in lines:
            x = torch.tensor([[ids[c] for c in line.split("\t")[0] + MASK]])
            for _ in range(32):
                x = torch.cat([x, net(x[:, -BLOCK:])[:, -1:].argmax(-1)], dim=1)
            answers.append("".join(chars[int(i)] for i in x[0]).split(MASK)[1])
    seconds = time.perf_counter() - t
    if a.out:
        Path(a.out).write_text("".join(p + "\n" for p in answers), encoding="utf-8")
    gold = [line.strip().split("\t")[1] for line in lines if "\t" in line]
    return dict(task="evaluate", names=len(lines), seconds=round(seconds, 2), correct=sum(p == g for p, g in zip(answers, gold)))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("command", choices=["train", "evaluate"])
    p.add_argument("--variant", choices=["vanilla", "perceiver"], default="vanilla")
    p.add_argument("--task", choices=["pretrain", "finetune"], default="pretrain")
    p.add_argument("--steps", type=int, default=10)
    p.add_argument("--warmup", type=int, default=3)
    p.add_argument("--attention", choices=["explicit", "sdpa"], default="explicit")
    p.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    p.add_argument("--compile", action="store_true")
    p.add_argument("--dropout", type=float, default=0.1)
    p.add_argument("--params")
    p.add_argument("--save")
    p.add_argument("--curve")
    p.add_argument("--tsv", default="birth_dev.tsv")
    p.add_argument("--limit", type=int)
    p.add_argument("--out")
    p.add_argument("--bottleneck", type=int, default=64)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--data", default=str(Path(__file__).resolve().parent.parent / "data"))
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    print(json.dumps(dict(variant=a.variant, threads=a.threads, torch=torch.__version__, **(train if a.command == "train" else evaluate)(a))))


if __name__ == "__main__":
    main()
