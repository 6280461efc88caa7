"""One article with everything that journals say of an article, in three languages."""

from citekit.formats._record import record
from citekit.model import Article, Work

PLAIN = {
    "id": "zheksembayeva2015",
    "type": "article-journal",
    "language": "kk",
    "title": {
        "kk": "Этносаралық келісім: қазақстандық үлгі",
        "ru": "Межэтническое согласие: казахстанская модель",
        "en": "Interethnic accord: the Kazakhstani model",
    },
    "container_title": {
        "kk": "Мемлекеттік басқару және мемлекеттік қызмет",
        "ru": "Государственное управление и государственная служба",
    },
    "container_title_short": {"kk": "Мем. басқару"},
    "author": [
        {
            "name": {
                "kk": {"family": "Жексембаева", "initials": "В. А."},
                "ru": {"family": "Жексембаева", "given": "Венера", "patronymic": "Алиевна"},
                "en": {"family": "Zheksembayeva", "given": "Venera"},
            },
            "orcid": "0000-0002-1825-0097",
            "identifiers": {"spin": "1234-5678", "scopus": "57190000000"},
            "email": "v.a@example.kz",
            "corresponding": True,
            "degree": {"kk": "саясат ғылымдарының докторы"},
            "academic_title": {"kk": "профессор"},
            "affiliation": [
                {
                    "organization": {
                        "name": {
                            "kk": "Мемлекеттік басқару академиясы",
                            "en": "Academy of Public Administration",
                        },
                        "ror": "03q0vrn42",
                        "city": {"kk": "Астана", "en": "Astana"},
                        "country": {"kk": "Қазақстан", "en": "Kazakhstan"},
                        "country_code": "KZ",
                    },
                    "department": {"kk": "Саяси стратегия кафедрасы"},
                    "position": {"kk": "профессор"},
                }
            ],
        },
        {"name": {"kk": {"family": "Досмағамбетова", "given": "Гүлнар"}}},
        {"name": {"kk": "Ғылым ордасы"}},
    ],
    "editor": [{"name": {"ru": {"family": "Смит", "given": "Джон"}}}],
    "volume": "7",
    "issue": "3",
    "page": "25–30",
    "issued": "2015-06-28",
    "received": "2015-01-10",
    "accepted": "2015-05-01",
    "doi": "10.58805/kazutb.v.4.25-524",
    "edn": "ABCDEF",
    "url": "https://example.org/article/view/1",
    "pdf_url": "https://example.org/article/download/1.pdf",
    "issn": "2708-4132",
    "eissn": "2663-1830",
    "publisher": {"kk": "Академия баспасы", "en": "Academy Press"},
    "publisher_place": {"kk": "Астана"},
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "copyright": "© Авторлар, 2015",
    "udc": ["323.1", "316.347"],
    "irsti": ["11.15.37"],
    "bbk": ["66.3(5Каз)"],
    "jel": ["O15"],
    "keyword": {
        "kk": ["этносаралық келісім", "төзімділік"],
        "ru": ["межэтническое согласие", "толерантность"],
        "en": ["interethnic accord", "tolerance"],
    },
    "abstract": {
        "kk": "Бұл мақалада этносаралық келісім моделі қарастырылған.",
        "ru": "В статье рассмотрена модель межэтнического согласия.",
        "en": "The article considers the model of interethnic accord.",
    },
    "article_type": "research-article",
    "subject": {"kk": "Саясаттану", "en": "Political science"},
    "funding": {"kk": "ҚР ҒЖБМ, AP123", "en": "MSHE RK, AP123"},
    "references": [
        {
            "number": "1",
            "as_printed": "LeCun Y., Bengio Y. Deep learning // Nature. 2015. Vol. 521. P. 436–444.",
            "work": {
                "type": "article-journal",
                "language": "en",
                "title": {"en": "Deep learning"},
                "author": [
                    {"name": {"en": {"family": "LeCun", "initials": "Y."}}},
                    {"name": {"en": {"family": "Bengio", "initials": "Y."}}},
                ],
                "container_title": {"en": "Nature"},
                "issued": "2015",
                "volume": "521",
                "page": "436–444",
                "doi": "10.1038/nature14539",
            },
        },
        {"number": "2", "as_printed": "Әуезов М. Абай жолы. Алматы : Жазушы, 1961. 400 б."},
    ],
}
FULL: Work = record(PLAIN)
assert isinstance(FULL, Article)
