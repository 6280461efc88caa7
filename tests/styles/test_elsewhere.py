"""Our styles in other processors, without our extensions."""

import json
from pathlib import Path

import pytest

from benchmarks import gost_elsewhere
from benchmarks.peers import MissingError
from benchmarks.quality.gost_render import job_of, normal, without_number

pytestmark = pytest.mark.client

PLAIN = {
    "r5-a-efimova": "Ефимова Т. Н., Кусакин А. В. Охрана и рациональное использование болот в "
    "Республике Марий Эл // Проблемы региональной экологии. 2007. № 1. С. 80–86.",
    "r5-a-valukin": "Валукин М. Е. Эволюция движений в мужском классическом танце. М. : ГИТИС, "
    "2006. 251 с.",
    "r1-d-berestova": "Берестова, Т. Ф. Поисковые инструменты библиотеки / Т. Ф. Берестова // "
    "Библиография. – 2006. – № 6. – С. 19.",
    "r100-g-mau": "Мау, В. А. Национальные цели и модель экономического роста: новое в "
    "социально–экономической политике России в 2018–2019 гг. / В. А. Мау // Вопросы экономики. "
    "– 2019. – № 3. – С. 5–28.",
}
"""Gold references that need no extension, as every processor prints them."""


@pytest.mark.parametrize("name", ["citeproc-js", "pandoc"])
def test_references_without_extensions_are_exact(name: str, shared: Path) -> None:
    gold = json.loads((shared / "gost" / "gold-render.json").read_text(encoding="utf-8"))
    records = [record for record in gold if record["id"] in PLAIN]
    jobs = [(job_of(record, prepared=False), "ru-RU") for record in records]
    try:
        texts = gost_elsewhere.PROCESSORS[name](jobs)
    except MissingError as error:
        pytest.skip(str(error))
    printed = {
        r["id"]: normal(without_number(t or "")) for r, t in zip(records, texts, strict=True)
    }
    assert printed == PLAIN
