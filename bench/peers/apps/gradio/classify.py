import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "common"))

import gradio
from classifier import classify, thumbnail
from PIL import Image


def answer(path):
    photo = Image.open(path)
    return thumbnail(photo), classify(photo)


with gradio.Blocks() as page:
    gradio.Markdown("# Classifier")
    upload = gradio.UploadButton("Choose a photo", file_types=["image"], elem_id="upload")
    photo = gradio.Image(height=200, elem_id="photo")
    label = gradio.Markdown("", elem_id="answer")
    upload.upload(answer, upload, [photo, label])

page.launch(server_name="127.0.0.1", server_port=int(sys.argv[1]))
