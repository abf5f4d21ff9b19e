import solara


@solara.component
def Page():
    value, set_value = solara.use_state(0)
    solara.Markdown("# Echo")
    solara.SliderInt("value", value=value, min=0, max=100, on_value=set_value)
    solara.Div(classes=["echo"], children=[f"Echo: {value}"])
