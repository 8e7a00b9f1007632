"""Trained parameters -> one int8 ONNX file, written node by node.

`export` takes the network's parameters as numpy arrays by their PyTorch names and writes a graph for
onnxruntime on CPU: ONNX opset 17 and onnxruntime's contrib operators for attention and for matrix products
on integers. Weights of the layers are int8 with one scale per output channel, activations are quantised at
run time with one scale per window, the heads stay float.

Inputs, for one window of T pieces: `ids` int64 [T], `features` int64 [T] (pieces.py says what they mean).
Outputs: `anchor` float [T], logit that a piece begins a cue; `anchors` int64 [N], the pieces above
`settings.anchor_floor`; `roles` float [N, T, 4], logits of outside, source, cue, content for each of those;
`entities` float [T, E] logits.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from onrecord.reader.pieces import FIRST_LINE_GAP, FIRST_MARK_FEATURE
from onrecord.reader.training.network import BUCKETS, REACH
from onrecord.reader.training.settings import Settings

Array = npt.NDArray[Any]
CONTRIB = "com.microsoft"


def export(parameters: dict[str, Array], settings: Settings, path: Path, quantized: bool = True) -> None:
    """Write the graph to `path`; `quantized=False` keeps the layers in float, to see what int8 costs."""
    graph = _Graph(quantized)
    hidden = _embed(graph, parameters)
    for layer in range(settings.layers):
        hidden = _layer(graph, parameters, f"layers.{layer}.", hidden, settings.heads)
    _heads(graph, parameters, graph.node("Squeeze", [hidden, graph.constant([0])]), settings)
    onnx.save(graph.model(len(parameters["entities.bias"]), len(parameters["roles.bias"])), path)


class _Graph:
    """Nodes and constants in the order in which they are made; every method gives back a name."""

    def __init__(self, quantized: bool) -> None:
        self.quantized = quantized
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.count = 0

    def name(self) -> str:
        self.count += 1
        return f"v{self.count}"

    def node(self, op: str, inputs: list[str], output: str | None = None, domain: str = "", **attributes: Any) -> str:
        output = output or self.name()
        self.nodes.append(helper.make_node(op, inputs, [output], domain=domain, **attributes))
        return output

    def constant(self, value: Any) -> str:
        array = np.asarray(value)
        array = array.astype(np.float32) if array.dtype == np.float64 else array
        name = self.name()
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def model(self, n_entities: int, n_roles: int) -> onnx.ModelProto:
        info = helper.make_tensor_value_info
        graph = helper.make_graph(
            self.nodes,
            "reader",
            [info(name, TensorProto.INT64, ["T"]) for name in ("ids", "features")],
            [
                info("anchor", TensorProto.FLOAT, ["T"]),
                info("anchors", TensorProto.INT64, ["N"]),
                info("roles", TensorProto.FLOAT, ["N", "T", n_roles]),
                info("entities", TensorProto.FLOAT, ["T", n_entities]),
            ],
            self.constants,
        )
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="onrecord")


def _embed(g: _Graph, p: dict[str, Array]) -> str:
    """ids, features -> float [1, T, hidden]; the word table is int8 with one scale per word."""
    words, scales = int8_rows(p["words.weight"])
    word = g.node("Cast", [g.node("Gather", [g.constant(words), "ids"])], to=TensorProto.FLOAT)
    word = g.node("Mul", [word, g.node("Gather", [g.constant(scales), "ids"])])
    length = g.node("Shape", ["ids"])
    positions = g.node("Slice", [g.constant(p["positions.weight"]), g.constant([0]), length, g.constant([0])])
    feature = g.node("Gather", [g.constant(p["features.weight"]), "features"])
    total = g.node("Add", [g.node("Add", [word, positions]), feature])
    normed = g.node("LayerNormalization", [total, *_pair(g, p, "norm")], axis=-1, epsilon=1e-12)
    return g.node("Unsqueeze", [normed, g.constant([0])])


def _layer(g: _Graph, p: dict[str, Array], at: str, x: str, heads: int) -> str:
    joined = _linear(g, p, at + "qkv", x)
    parts = [g.name() for _ in range(3)]
    g.nodes.append(helper.make_node("Split", [joined], parts, axis=-1))
    attended = g.node("MultiHeadAttention", parts, domain=CONTRIB, num_heads=heads)
    x = _add_and_norm(g, p, at + "norm1", x, _linear(g, p, at + "out", attended))
    inner = g.node("FastGelu", [_linear(g, p, at + "up", x)], domain=CONTRIB)
    return _add_and_norm(g, p, at + "norm2", x, _linear(g, p, at + "down", inner))


def _add_and_norm(g: _Graph, p: dict[str, Array], name: str, x: str, y: str) -> str:
    """Two nodes: the fused SkipLayerNormalization takes four times as long on CPU."""
    return g.node("LayerNormalization", [g.node("Add", [x, y]), *_pair(g, p, name)], axis=-1, epsilon=1e-12)


def _linear(g: _Graph, p: dict[str, Array], name: str, x: str) -> str:
    if not g.quantized:
        return _float_linear(g, p, name, x)
    weight, scale = int8_rows(p[name + ".weight"])
    inputs = [x, g.constant(weight.T), g.constant(scale[:, 0]), "", g.constant(p[name + ".bias"])]
    return g.node("DynamicQuantizeMatMul", inputs, domain=CONTRIB)


def _heads(g: _Graph, p: dict[str, Array], hidden: str, settings: Settings) -> None:
    """The score of role r for piece i under anchor j: a bilinear form, a bias of each side, and three tables
    of what lies between i and j (pieces, line breaks, quotation marks)."""
    _float_linear(g, p, "entities", hidden, "entities")
    anchor = g.node("Squeeze", [_float_linear(g, p, "anchor", hidden), g.constant([-1])], "anchor")
    chosen = g.node("Greater", [anchor, g.constant(np.float32(settings.anchor_floor))])
    anchors = g.node("Squeeze", [g.node("NonZero", [chosen]), g.constant([0])], "anchors")

    n_roles, width = len(p["roles.bias"]), settings.pair_width
    pieces = _float_linear(g, p, "piece", hidden)  # [T, width]
    heads = _float_linear(g, p, "head", g.node("Gather", [hidden, anchors]))  # [N, roles * width]
    heads = g.node("Reshape", [heads, g.constant([-1, width])])
    scores = g.node("MatMul", [heads, g.node("Transpose", [pieces], perm=[1, 0])])  # [N * roles, T]
    shape = g.node("Concat", [g.node("Shape", [anchors]), g.constant([n_roles]), g.node("Shape", ["ids"])], axis=0)
    scores = g.node("Transpose", [g.node("Reshape", [scores, shape], allowzero=1)], perm=[0, 2, 1])
    scores = g.node("Add", [scores, _float_linear(g, p, "roles", hidden)])

    length = g.node("Squeeze", [g.node("Shape", ["ids"]), g.constant([0])])
    order = g.node("Range", [g.constant(0), length, g.constant(1)])
    apart = g.node("Add", [_between(g, order, anchors), g.constant(REACH)])
    apart = g.node("Clip", [apart, g.constant(0), g.constant(2 * REACH)])
    table = g.constant(p["distance.weight"][np.asarray(BUCKETS)])
    scores = g.node("Add", [scores, g.node("Gather", [table, apart])])
    gaps = g.node("Mod", ["features", g.constant(4)])
    lines = g.node("GreaterOrEqual", [gaps, g.constant(FIRST_LINE_GAP)])
    marks = g.node("GreaterOrEqual", ["features", g.constant(FIRST_MARK_FEATURE)])
    for flags, name in ((lines, "lines"), (marks, "marks")):
        count = g.node("CumSum", [g.node("Cast", [flags], to=TensorProto.INT64), g.constant(0)])
        crossed = g.node("Abs", [_between(g, count, anchors)])
        crossed = g.node("Clip", [crossed, g.constant(0), g.constant(len(p[f"{name}.weight"]) - 1)])
        last = "roles" if name == "marks" else None
        scores = g.node("Add", [scores, g.node("Gather", [g.constant(p[f"{name}.weight"]), crossed])], last)


def _between(g: _Graph, values: str, anchors: str) -> str:
    """int [T] -> int [N, T]: values[i] - values[anchor]."""
    return g.node("Sub", [values, g.node("Unsqueeze", [g.node("Gather", [values, anchors]), g.constant([1])])])


def _float_linear(g: _Graph, p: dict[str, Array], name: str, x: str, output: str | None = None) -> str:
    product = g.node("MatMul", [x, g.constant(p[name + ".weight"].T)])
    return g.node("Add", [product, g.constant(p[name + ".bias"])], output)


def _pair(g: _Graph, p: dict[str, Array], name: str) -> list[str]:
    return [g.constant(p[name + ".weight"]), g.constant(p[name + ".bias"])]


def int8_rows(matrix: Array) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """A float matrix -> int8 matrix and one scale per row [rows, 1].

    The integers stay within 64 (seven bits): x86 without VNNI adds two products in 16 bits and would clip."""
    scale = np.maximum(np.abs(matrix).max(axis=1, keepdims=True), 1e-8) / 64
    return np.round(matrix / scale).astype(np.int8), scale.astype(np.float32)
