"""The network in PyTorch: a short MiniLM encoder and its heads.

Reading is modelled as semantic role labelling is (He et al. 2017; Dozat & Manning 2017 for the bilinear
form). One head finds the first piece of every cue, the anchor ("said", "according to"). Given an anchor, a
bilinear form gives every piece of the window one of four roles under it: outside, source, cue, content. So
an attribution comes as a whole, contents may lie inside one another, and a quote may have several parts. One
more head tags entities.
"""

# torch is an extra: where it is missing, mypy sees its classes as Any
# mypy: disallow-subclassing-any=False

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from onrecord.reader.pieces import FIRST_LINE_GAP, FIRST_MARK_FEATURE, N_FEATURES
from onrecord.reader.training.settings import Settings

ROLES = ("outside", "source", "cue", "content")
ENTITY_TAGS = ("O", *(f"{edge}-{kind}" for kind in ("PER", "ORG", "LOC", "NORP", "MISC") for edge in "BI"))
REACH = 256  # pieces on either side of an anchor that are told apart by distance
VOCABULARY, POSITIONS = 30522, 512


def distance_bucket(distance: int) -> int:
    """Exact up to 8 pieces, then by powers of 1.3."""
    steps, edge = min(abs(distance), 8), 8.0
    while edge < abs(distance):
        steps, edge = steps + 1, edge * 1.3
    return MIDDLE + (steps if distance >= 0 else -steps)


MIDDLE = 24
BUCKETS = tuple(distance_bucket(distance) for distance in range(-REACH, REACH + 1))


class Output(NamedTuple):
    """Logits: anchor [B, T], roles [N, T, 4] for the N anchors asked for, entities [B, T, E]."""

    anchor: Tensor
    roles: Tensor
    entities: Tensor


class Network(nn.Module):
    """Encoder and heads; the names of its parameters are those `export` reads."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        hidden, width = settings.hidden, settings.pair_width
        self.words = nn.Embedding(VOCABULARY, hidden)
        self.positions = nn.Embedding(POSITIONS, hidden)
        self.features = nn.Embedding(N_FEATURES, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.drop = nn.Dropout(settings.dropout)
        self.layers = nn.ModuleList(Layer(settings) for _ in range(settings.layers))
        self.anchor = nn.Linear(hidden, 1)
        self.piece = nn.Linear(hidden, width)
        self.head = nn.Linear(hidden, len(ROLES) * width)
        self.roles = nn.Linear(hidden, len(ROLES))
        self.distance = nn.Embedding(2 * MIDDLE + 1, len(ROLES))
        self.lines = nn.Embedding(3, len(ROLES))
        self.marks = nn.Embedding(5, len(ROLES))
        self.entities = nn.Linear(hidden, len(ENTITY_TAGS))
        for table in (self.features, self.distance, self.lines, self.marks):
            nn.init.zeros_(table.weight)
        for linear in (self.piece, self.head):
            nn.init.normal_(linear.weight, std=0.02)
        for frozen in (self.words, self.positions):
            frozen.weight.requires_grad_(False)
        self.register_buffer("buckets", torch.tensor(BUCKETS), persistent=False)

    def forward(self, ids: Tensor, features: Tensor, real: Tensor, anchors: Tensor) -> Output:
        """ids, features int [B, T]; real bool [B, T], false on padding; anchors int [N, 2]: window, piece."""
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.features(features)
        x = self.drop(self.norm(x))
        mask = torch.where(real, 0.0, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        window, piece = anchors.unbind(1)
        heads = self.head(x[window, piece]).unflatten(-1, (len(ROLES), -1))
        roles = torch.einsum("nrw,ntw->ntr", heads, self.piece(x)[window]) + self.roles(x)[window]
        order = torch.arange(ids.shape[1])
        roles = roles + self.distance(self.buckets[(order[None] - piece[:, None]).clamp(-REACH, REACH) + REACH])
        for flags, table in (
            (features % 4 >= FIRST_LINE_GAP, self.lines),
            (features >= FIRST_MARK_FEATURE, self.marks),
        ):
            count = flags.long().cumsum(1)
            crossed = (count[window] - count[window, piece][:, None]).abs()
            roles = roles + table(crossed.clamp(max=table.num_embeddings - 1))
        return Output(self.anchor(x).squeeze(-1), roles, self.entities(x))


class Layer(nn.Module):
    """One transformer layer as in BERT, norm last."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        hidden, inner = settings.hidden, settings.inner
        self.heads, self.dropout = settings.heads, settings.dropout
        self.qkv, self.out = nn.Linear(hidden, 3 * hidden), nn.Linear(hidden, hidden)
        self.up, self.down = nn.Linear(hidden, inner), nn.Linear(inner, hidden)
        self.norm1, self.norm2 = nn.LayerNorm(hidden, eps=1e-12), nn.LayerNorm(hidden, eps=1e-12)
        self.drop = nn.Dropout(settings.dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x [B, T, hidden]; mask float [B, 1, 1, T], 0 or very low."""
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, -1))
        # written out: the backward pass of PyTorch's fused attention is slow on CPU
        weights = (q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5 + mask).softmax(-1).to(v.dtype)
        attended = weights @ v
        x = self.norm1(x + self.drop(self.out(attended.transpose(1, 2).flatten(2))))
        inner = functional.gelu(self.up(x), approximate="tanh")
        return self.norm2(x + self.drop(self.down(inner)))


def pretrained(settings: Settings, weights: Path) -> Network:
    """A network whose encoder is the first layers of MiniLM-L6 (a BERT state in safetensors)."""
    state = load_file(weights)
    network = Network(settings)
    table = {
        "words.weight": state["embeddings.word_embeddings.weight"],
        # every piece is of BERT's segment 0
        "positions.weight": state["embeddings.position_embeddings.weight"]
        + state["embeddings.token_type_embeddings.weight"][0],
    }
    for kind in ("weight", "bias"):
        table[f"norm.{kind}"] = state[f"embeddings.LayerNorm.{kind}"]
        for number in range(settings.layers):
            theirs, ours = f"encoder.layer.{number}.", f"layers.{number}."
            qkv = [state[f"{theirs}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
            table[f"{ours}qkv.{kind}"] = torch.cat(qkv)
            table[f"{ours}out.{kind}"] = state[f"{theirs}attention.output.dense.{kind}"]
            table[f"{ours}norm1.{kind}"] = state[f"{theirs}attention.output.LayerNorm.{kind}"]
            table[f"{ours}up.{kind}"] = state[f"{theirs}intermediate.dense.{kind}"]
            table[f"{ours}down.{kind}"] = state[f"{theirs}output.dense.{kind}"]
            table[f"{ours}norm2.{kind}"] = state[f"{theirs}output.LayerNorm.{kind}"]
    unknown = network.load_state_dict(table, strict=False).unexpected_keys
    if unknown:
        raise ValueError(f"weights that the network has no place for: {unknown}")
    return network
