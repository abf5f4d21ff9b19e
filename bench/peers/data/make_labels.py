"""What the apps must say of each photo, as JSON: python make_labels.py PHOTOS LABELS.json"""
import json
import pathlib
import sys

from classifier import classify
from PIL import Image

photos, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
labels = {path.name: classify(Image.open(path)) for path in sorted(photos.iterdir())}
target.write_text(json.dumps(labels, indent=1) + "\n")
