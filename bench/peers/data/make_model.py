"""A classifier of MobileNetV2's shape with random weights, and its sidecar: python make_model.py PHOTOS MODEL.onnx

The last layer is set by the photos, so that they get different classes, each with a probability that tells it apart."""
import json
import pathlib
import sys

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

SIZE, CLASSES, FEATURES, COMPONENTS = 224, 1000, 1280, 3
# Of each stage: expansion, channels, repeats, stride of the first block.
STAGES = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]

random = numpy.random.default_rng(1)
nodes, weights = [], []


def constant(name, values):
    weights.append(numpy_helper.from_array(numpy.asarray(values, numpy.float32), name))
    return name


def operation(kind, inputs, **attributes):
    output = f"{kind.lower()}_{len(nodes)}"
    nodes.append(helper.make_node(kind, inputs, [output], **attributes))
    return output


def convolution(source, inputs, outputs, kernel=1, stride=1, groups=1, activate=True):
    name = f"conv_{len(nodes)}"
    shape = (outputs, inputs // groups, kernel, kernel)
    # Filters are even over their window, so that colours count and grain does not.
    values = numpy.broadcast_to(random.standard_normal((outputs, inputs // groups, 1, 1)), shape)
    spread = numpy.sqrt(2 / inputs * groups) / kernel**2
    weight = constant(f"{name}_weight", values * spread)
    bias = constant(f"{name}_bias", random.standard_normal(outputs) * 0.01)
    pads = [kernel // 2] * 4
    result = operation("Conv", [source, weight, bias], kernel_shape=[kernel, kernel], strides=[stride, stride], pads=pads, group=groups)
    return operation("Clip", [result, "zero", "six"]) if activate else result


def bottleneck(source, inputs, outputs, expansion, stride):
    wide = inputs * expansion
    result = source if expansion == 1 else convolution(source, inputs, wide)
    result = convolution(result, wide, wide, kernel=3, stride=stride, groups=wide)
    result = convolution(result, wide, outputs, activate=False)
    return operation("Add", [source, result]) if stride == 1 and inputs == outputs else result


def features():
    constant("zero", 0)
    constant("six", 6)
    channels = 32
    result = convolution("input", 3, channels, kernel=3, stride=2)
    for expansion, outputs, repeats, first_stride in STAGES:
        for block in range(repeats):
            result = bottleneck(result, channels, outputs, expansion, first_stride if block == 0 else 1)
            channels = outputs
    result = convolution(result, channels, FEATURES)
    return operation("Flatten", [operation("GlobalAveragePool", [result])])


def build(output, shape):
    image = helper.make_tensor_value_info("input", TensorProto.FLOAT, ["batch", 3, SIZE, SIZE])
    result = helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch", shape])
    graph = helper.make_graph(nodes, "classifier", [image], [result], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def softmax(logits):
    powers = numpy.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def last_layer(seen):
    """Weights and biases that look only at how the photos differ most, with likelihoods of about a half: the decoder's
    and the resampler's small differences must not decide."""
    centre = seen.mean(axis=0)
    _, _, components = numpy.linalg.svd(seen - centre, full_matrices=False)
    kept = components[:COMPONENTS].T
    directions = kept @ random.standard_normal((COMPONENTS, CLASSES))
    logits = (seen - centre) @ directions
    low, high = 0.0, 1e6
    for _ in range(60):
        scale = (low + high) / 2
        likely = numpy.median(softmax(logits * scale).max(axis=1))
        low, high = (scale, high) if likely < 0.5 else (low, scale)
    return directions * scale, -(centre @ directions) * scale


def to_input(path):
    pixels = numpy.asarray(Image.open(path).convert("RGB").resize((SIZE, SIZE)), numpy.float32)
    return (pixels / 127.5 - 1).transpose(2, 0, 1)


photos, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
flat = features()
session = onnxruntime.InferenceSession(build(flat, FEATURES).SerializeToString())
seen = numpy.concatenate([session.run(None, {"input": to_input(path)[None]})[0] for path in sorted(photos.iterdir())])
weight, bias = last_layer(seen.astype(numpy.float64))
logits = operation("Gemm", [flat, constant("class_weight", weight), constant("class_bias", bias)])
onnx.save(build(operation("Softmax", [logits], axis=1), CLASSES), target)
sidecar = {
    "input": {"width": SIZE, "height": SIZE, "fit": "stretch", "interpolation": "bicubic", "scale": 1 / 127.5, "mean": 1},
    "output": {"activation": "none"},
    "labels": [f"class {number}" for number in range(CLASSES)],
}
target.with_suffix(".json").write_text(json.dumps(sidecar))
