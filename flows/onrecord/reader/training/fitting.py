"""The training loop: resumes from its last checkpoint, and repeats itself bit for bit on the same machine."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from onrecord.reader.training.corpora import Passage
from onrecord.reader.training.examples import NOT_ANNOTATED, Batch, epoch_of_batches
from onrecord.reader.training.export import Array
from onrecord.reader.training.network import Network, Output, pretrained
from onrecord.reader.training.settings import Settings

CHECKPOINT = "checkpoint.pt"


def fit(
    documents: Sequence[list[Passage]],
    tokenizer: Tokenizer,
    weights: Path,
    settings: Settings,
    folder: Path,
) -> Path:
    """Train from the pretrained `weights`, or go on from the checkpoint in `folder`; return the checkpoint's
    path.

    A checkpoint made with other settings is an error: choose another folder."""
    torch.set_num_threads(settings.threads)
    torch.manual_seed(settings.seed)
    network = pretrained(settings, weights)
    state: dict[str, Any] = {"epoch": 0, "batch": 0, "step": 0, "settings": dataclasses.asdict(settings)}
    average = {name: value.clone() for name, value in network.state_dict().items()}
    optimizer = _optimizer(network, settings)
    path = folder / CHECKPOINT
    if path.exists():
        state = torch.load(path, weights_only=True)
        if state["settings"] != dataclasses.asdict(settings):
            raise ValueError(f"{path} was made with other settings: {state['settings']}")
        network.load_state_dict(state.pop("network"))
        optimizer.load_state_dict(state.pop("optimizer"))
        average = state.pop("average")
        print(f"resumed at epoch {state['epoch']}, batch {state['batch']}")

    def save() -> None:
        new = path.with_suffix(".new")
        torch.save(
            {
                **state,
                "network": network.state_dict(),
                "optimizer": optimizer.state_dict(),
                "average": average,
            },
            new,
        )
        new.replace(path)

    while state["epoch"] < settings.epochs:
        batches = epoch_of_batches(documents, tokenizer, settings, state["epoch"])
        total = len(batches) * settings.epochs
        sums, began = torch.zeros(3), time.monotonic()
        for batch in batches[state["batch"] :]:
            torch.manual_seed(settings.seed * 1_000_003 + state["step"])  # dropout, the same after a resume
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * _schedule(state["step"] / total, settings.warmup)
            losses = _step(network, optimizer, batch)
            _move_average(average, network, min(settings.average, (1 + state["step"]) / (10 + state["step"])))
            state["step"] += 1
            state["batch"] += 1
            sums += losses
            if state["batch"] % settings.save_every == 0:
                save()
                anchor, roles, entities = (sums / settings.save_every).tolist()
                pace = settings.save_every / (time.monotonic() - began)
                print(f"epoch {state['epoch']} batch {state['batch']}/{len(batches)}, {pace:.2f} a second")
                print(f"losses: anchor {anchor:.3f}, roles {roles:.3f}, entities {entities:.3f}", flush=True)
                sums, began = torch.zeros(3), time.monotonic()
        state["epoch"] += 1
        state["batch"] = 0
        save()
    return path


def averaged(checkpoint: Path) -> tuple[dict[str, Array], Settings]:
    """The averaged parameters of a checkpoint and the settings it was made with."""
    state = torch.load(checkpoint, weights_only=True)
    return {name: value.numpy() for name, value in state["average"].items()}, Settings(**state["settings"])


def losses_of(output: Output, batch: Batch) -> Tensor:
    """Anchor, roles and entities, each about 1 at the start, so that their sum weighs them alike."""
    annotated = batch.anchor != NOT_ANNOTATED
    n_anchors = max(1, int((batch.anchor == 1).sum()))
    anchor = functional.binary_cross_entropy_with_logits(
        output.anchor[annotated], batch.anchor[annotated].float(), reduction="sum"
    ) / (3 * n_anchors)
    roles = functional.cross_entropy(
        output.roles.flatten(0, 1), batch.roles.flatten(), ignore_index=NOT_ANNOTATED, reduction="sum"
    ) / (40 * n_anchors)
    tagged = max(1, int((batch.entities != NOT_ANNOTATED).sum()))
    entities = functional.cross_entropy(
        output.entities.flatten(0, 1), batch.entities.flatten(), ignore_index=NOT_ANNOTATED, reduction="sum"
    ) / (0.3 * tagged)
    return torch.stack([anchor, roles, entities])


def _step(network: Network, optimizer: torch.optim.Optimizer, batch: Batch) -> Tensor:
    network.train()
    with torch.autocast("cpu", torch.bfloat16):
        output = network(batch.ids, batch.features, batch.real, batch.anchors)
    losses = losses_of(Output(*(logits.float() for logits in output)), batch)
    optimizer.zero_grad()
    losses.sum().backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return losses.detach()


def _optimizer(network: Network, settings: Settings) -> torch.optim.Optimizer:
    groups: dict[tuple[bool, bool], list[Tensor]] = {}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            encoder, decays = name.startswith(("layers.", "norm.")), parameter.ndim > 1
            groups.setdefault((encoder, decays), []).append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": parameters,
                "peak": settings.encoder_rate if encoder else settings.head_rate,
                "weight_decay": settings.weight_decay if decays else 0.0,
            }
            for (encoder, decays), parameters in groups.items()
        ],
        lr=settings.encoder_rate,
        betas=(0.9, 0.98),
    )


def _schedule(done: float, warmup: float) -> float:
    return min(done / warmup, max(0.0, (1 - done) / (1 - warmup)))


def _move_average(average: dict[str, Tensor], network: Network, decay: float) -> None:
    for name, value in network.state_dict().items():
        if not name.startswith(("words.", "positions.")):
            average[name].lerp_(value, 1 - decay)
