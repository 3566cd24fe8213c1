"""Holds the folder that charlm writes for Hugging Face to the real libraries: huggingface.py CHARLM OUT.

Trains a small model on the demo's people and converts it. The folder must load strictly and without a word, its tokenizer must bring
every character back, its logits, also those of an ONNX export, must be the reference network's, and its greedy answers charlm's own.
The way back must give the same file, also of a folder that the library saved again, and a stranger's model must be refused.
"""
import logging
import subprocess
import sys
import warnings
from pathlib import Path

warnings.simplefilter("error", UserWarning)

import onnxruntime  # noqa: E402
import torch  # noqa: E402
import transformers  # noqa: E402
from safetensors.torch import load_file  # noqa: E402

root = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(root / "reference"))
import torch_peer  # noqa: E402

charlm, out = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve()
demo = root / "data" / "demo"
TOLERANCE = 1e-4
TEXTS, QUESTIONS, CONTEXT, LAYERS, HEADS, WIDTH = 20, 50, 128, 3, 4, 64
# Control, combining, joining and other white space, a character of two UTF-16 units, one that lowers to two
ODD = "\u0001\t\u00a0e\u0301\u200d\u2028\ufeff\ufffd\U0001d11e\U0001f600\u0130\uff21'\"\\<|endoftext|>"


def run(*words, fails=None):
    done = subprocess.run([charlm, *map(str, words)], cwd=out, capture_output=True, text=True)
    said = done.stdout + done.stderr
    assert (done.returncode != 0) == bool(fails), said
    for part in fails or []:
        assert part in said, (part, said)
    return done.stdout


class Heard(logging.Handler):
    """Collects what the libraries log from warnings on."""
    said = []

    def emit(self, record):
        self.said.append(record.getMessage())


logging.getLogger("transformers").addHandler(Heard(level=logging.WARNING))

# a model with answers of its own, and characters of every kind
corpus, questions = out / "corpus.txt", out / "questions.tsv"
corpus.write_text((demo / "corpus.txt").read_text(encoding="utf-8") + "\n" + ODD + "\n", encoding="utf-8")
asked = [line.split("\t")[0] for name in ("dev.tsv", "train.tsv") for line in (demo / name).read_text(encoding="utf-8").splitlines()]
names = [question.removeprefix("Where was ").removesuffix(" born?") for question in asked]
strangers = [f"Where was {one.split()[0]} {other.split()[-1]} born?" for one, other in zip(names, names[1:])]
asked = (asked + strangers)[:QUESTIONS]
assert len(asked) == QUESTIONS
questions.write_text("\n".join(asked) + "\n", encoding="utf-8")
run("pretrain", "vanilla", corpus, "--writing_params_path", "pretrained.params", "--recipe", "best", "--max-steps", 150, "--batch-size",
    32, "--num-layers", LAYERS, "--num-heads", HEADS, "--embed-dim", WIDTH, "--block-size", CONTEXT, "--no-report")
run("finetune", "vanilla", corpus, "--reading_params_path", "pretrained.params", "--writing_params_path", "own.params",
    "--finetune_corpus_path", demo / "train.tsv", "--max-epochs", 12, "--finetune_lr", "2e-3", "--no-report")
run("convert", "own.params", "folder/")
folder = out / "folder"

# opened strictly, and in silence
model, found = transformers.GPT2LMHeadModel.from_pretrained(folder, output_loading_info=True)
assert not any(found.values()), found
model.eval()
tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
fast = transformers.PreTrainedTokenizerFast.from_pretrained(folder)
assert type(transformers.AutoModelForCausalLM.from_pretrained(folder)) is transformers.GPT2LMHeadModel

# every character, alone and together
characters = torch_peer.PAD + torch_peer.MASK + "".join(sorted(set(corpus.read_text(encoding="utf-8"))))
assert set(ODD) <= set(characters)
for each in tokenizer, fast:
    assert len(each) == len(characters) == model.config.vocab_size
    for number, character in enumerate(characters):
        assert each(character)["input_ids"] == [number], (character, number)
        assert each.decode([number]) == character, (character, number)
    ids = each(characters)["input_ids"]
    assert ids == list(range(len(characters))) and each.decode(ids) == characters
    assert each.decode(ids, skip_special_tokens=True) == characters[2:]
    assert each("a\u4e00b")["input_ids"] == each("ab")["input_ids"]  # skipped, as charlm does
    assert (each.pad_token_id, each.mask_token_id, each.eos_token_id) == (0, 1, 1)

# logits of the reference's network with charlm's own parameters
peer = torch_peer.Net(len(characters), block=CONTEXT, layers=LAYERS, heads=HEADS, width=WIDTH)
run("convert", "own.params", "own.pt")
peer.load_state_dict(torch.load(out / "own.pt", weights_only=True), strict=True)
peer.eval()
lines = [line for line in corpus.read_text(encoding="utf-8").split("\n") if line][-TEXTS:]
assert len(lines) == TEXTS and ODD in lines
texts = [torch.tensor([tokenizer(line)["input_ids"][:CONTEXT]]) for line in lines]
with torch.no_grad():
    logits = [model(text).logits for text in texts]
    apart = max((ours - peer(text)).abs().max().item() for ours, text in zip(logits, texts))
assert apart < TOLERANCE, apart

# the same answers
run("evaluate", "vanilla", corpus, "--reading_params_path", "folder/", "--eval_corpus_path", questions, "--outputs_path", "answers",
    "--no-report")
run("evaluate", "vanilla", corpus, "--reading_params_path", "own.params", "--eval_corpus_path", questions, "--outputs_path",
    "answers.own", "--no-report")
answers = (out / "answers").read_text(encoding="utf-8").splitlines()
assert answers == (out / "answers.own").read_text(encoding="utf-8").splitlines()
generated = []
for line in asked:
    question = tokenizer(line + tokenizer.mask_token, return_tensors="pt")
    new = model.generate(**question)[0, question["input_ids"].shape[1]:]
    generated.append(tokenizer.decode(new, skip_special_tokens=True).replace("\n", " "))
assert generated == answers, [pair for pair in zip(generated, answers) if pair[0] != pair[1]]
assert len(set(answers)) > 3, answers  # not one answer for all, which any model would give


# an ONNX export of it
class Logits(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.model = model

    def forward(self, ids):
        return self.model(ids, use_cache=False).logits


with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the exporter speaks of its own future
    torch.onnx.export(Logits(), (texts[0],), str(out / "model.onnx"), input_names=["ids"], output_names=["logits"], dynamo=True,
                      dynamic_shapes={"ids": {1: torch.export.Dim.DYNAMIC}}, verbose=False)
session = onnxruntime.InferenceSession(str(out / "model.onnx"), providers=["CPUExecutionProvider"])
onnx_apart = max(
    (torch.from_numpy(session.run(None, {"ids": text.numpy()})[0]) - ours).abs().max().item() for ours, text in zip(logits, texts))
assert onnx_apart < TOLERANCE, onnx_apart

# back: the same file, and from a folder that the library saved, the same parameters
run("convert", "folder", "back.params")
assert (out / "back.params").read_bytes() == (out / "own.params").read_bytes()
model.save_pretrained(out / "again")
tokenizer.save_pretrained(out / "again")
run("convert", "again", "again.params")
own, again = load_file(out / "own.params"), load_file(out / "again.params")
assert own.keys() == again.keys() and all(torch.equal(own[name], again[name]) for name in own)
run("evaluate", "vanilla", corpus, "--reading_params_path", "again", "--eval_corpus_path", questions, "--outputs_path", "answers.again",
    "--no-report")
assert answers == (out / "answers.again").read_text(encoding="utf-8").splitlines()
run("convert", "own.params", "again/", fails=["was not written by charlm"])

assert not Heard.said, Heard.said

# a stranger, of whose own config the library complains
stranger = transformers.GPT2LMHeadModel(transformers.GPT2Config(vocab_size=len(characters), n_positions=16, n_embd=8, n_layer=1, n_head=2))
stranger.save_pretrained(out / "stranger")
run("inspect", "stranger", fails=["activation_function is gelu_new", "tie_word_embeddings is true"])

print(f"the folder loads strictly and in silence; {len(characters)} characters come back; logits of {TEXTS} texts within {apart:.1e},"
      f" by ONNX {onnx_apart:.1e}; {QUESTIONS} answers agree ({len(set(answers))} different); the same file comes back")
