"""What a training run depends on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Size of the network and recipe. The defaults made the packaged weights; lengths are in word pieces."""

    layers: int = 4  # the first four of MiniLM-L6
    heads: int = 12
    hidden: int = 384
    inner: int = 1536
    pair_width: int = 128
    dropout: float = 0.1
    seed: int = 13
    epochs: int = 3
    batch: int = 16  # windows
    window: int = 300
    shortest_window: int = 96
    longest: int = 340  # what augmentation may make of a window
    encoder_rate: float = 3e-4
    head_rate: float = 1e-3
    warmup: float = 0.06  # share of all steps
    weight_decay: float = 0.01
    average: float = 0.998  # decay of the moving average of the weights, which is what is exported
    anchor_floor: float = -2.0  # logit above which a piece is tried as the beginning of a cue
    threads: int = 1
    save_every: int = 100  # steps
