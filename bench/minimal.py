"""The floor: the least a Flask page with a Jinja template can do."""

from flask import Flask, render_template
from jinja2 import DictLoader

_PAGE = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body><h1>{{ title }}</h1>
<ul>{% for word in words %}<li>{{ word }}</li>{% endfor %}</ul></body></html>"""
_WORDS = ["Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng", "Không ý kiến"]

app = Flask(__name__)
app.jinja_loader = DictLoader({"page.html": _PAGE})


@app.get("/")
def show() -> str:
    """A heading and five words."""
    return render_template("page.html", title="Góp Ý", words=_WORDS)
