import io
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "common"))

import ipywidgets
import solara
from classifier import classify, thumbnail
from PIL import Image


@solara.component
def Page():
    content, set_content = solara.use_state(None)
    solara.Markdown("# Classifier")
    ipywidgets.FileUpload.element(
        accept="image/*", on_value=lambda files: files and set_content(bytes(files[-1]["content"]))
    )
    if content is None:
        return
    photo = Image.open(io.BytesIO(content))
    png = io.BytesIO()
    thumbnail(photo).save(png, "PNG")
    ipywidgets.Image.element(value=png.getvalue(), format="png")
    solara.Div(classes=["answer"], children=[classify(photo)])
