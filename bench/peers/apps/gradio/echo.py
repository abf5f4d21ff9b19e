import sys

import gradio

with gradio.Blocks() as page:
    gradio.Markdown("# Echo")
    slider = gradio.Slider(0, 100, value=0, step=1, elem_id="slider")
    echo = gradio.Markdown("Echo: 0", elem_id="echo")
    slider.change(lambda value: f"Echo: {value}", slider, echo)

page.launch(server_name="127.0.0.1", server_port=int(sys.argv[1]))
