"""A library on the web, asked without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra web")

from citekit.model import DOI, ORCID, URL, Keywords, Reference, Text
from citekit.repository import Store, open_library

from ..repository.conftest import article

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_library(tmp_path / "lib.db", create=True) as made:
        works = [article(n) for n in range(1, 31)]
        first = works[0].author[0].model_copy(update={"orcid": ORCID("0000-0002-1825-0097")})
        works[0] = works[0].model_copy(
            update={
                "author": (first,),
                "abstract": Text({"kk": "Аңдатпа.", "en": "An abstract."}),
                "keyword": Keywords({"kk": ("тіл", "тарих")}),
                "license": "https://creativecommons.org/licenses/by/4.0/",
                "references": (Reference(number="1", as_printed="Әуезов М. Абай жолы."),),
            }
        )
        works.append(
            article(
                666,
                id=f"evil/{EVIL}",
                title=Text({"en": EVIL}),
                container_title=Text({"en": EVIL}),
                abstract=Text({"en": EVIL}),
                keyword=Keywords({"en": (EVIL,)}),
                doi=DOI(f"10.1000/{EVIL}"),
                url=URL("javascript:alert(3)"),
                license="javascript:alert(4)",
                issn=None,
            )
        )
        list(made.add(works))
        made.remove(["a7"])
        yield made


@pytest.fixture
def client(store: Store) -> Iterator[Any]:
    from starlette.testclient import TestClient

    from citekit.web.app import make_app

    with TestClient(make_app(store), base_url="http://localhost", follow_redirects=False) as made:
        yield made
