"""The model as every Python app uses it: an image in, "class N p=0.dddddd" out. One session a process, one thread."""
import os

import numpy
import onnxruntime

_options = onnxruntime.SessionOptions()
_options.intra_op_num_threads = 1
_options.log_severity_level = 3
_session = onnxruntime.InferenceSession(
    os.environ["CLASSIFIER_MODEL"], _options, providers=["CPUExecutionProvider"]
)


def classify(image):
    """Names the likeliest class of a PIL image."""
    pixels = numpy.asarray(image.convert("RGB").resize((224, 224)), numpy.float32)
    planes = (pixels / 127.5 - 1).transpose(2, 0, 1)
    (probabilities,) = _session.run(None, {"input": planes[None]})[0]
    best = int(probabilities.argmax())
    return f"class {best} p={probabilities[best]:.6f}"


def thumbnail(image):
    """A copy of at most 200 pixels a side."""
    small = image.copy()
    small.thumbnail((200, 200))
    return small
