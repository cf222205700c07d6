"""The platform with every public page made anew, to measure what making one costs."""

from wsgi import app

app.config["KEEP_PAGES"] = False

__all__ = ["app"]
