"""The library on the web: see `citekit.web.app.make_app`. Needs: pip install "citekit[web]"."""
