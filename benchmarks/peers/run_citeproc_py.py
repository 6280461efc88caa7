"""Run citeproc-py itself on one job: STYLE ITEMS LOCALE -> texts and times as JSON."""

import json
import sys
import time

start = time.process_time()
import citeproc  # noqa: E402
from citeproc.formatter import plain  # noqa: E402
from citeproc.source.json import CiteProcJSON  # noqa: E402

style, items_file, locale = sys.argv[1:4]
with open(items_file, encoding="utf-8") as stream:  # noqa: PTH123
    items = json.load(stream)
parsed = citeproc.CitationStylesStyle(style, locale=locale or None, validate=False)
document = citeproc.CitationStylesBibliography(parsed, CiteProcJSON(items), plain)
loaded = time.process_time()
clusters = [citeproc.Citation([citeproc.CitationItem(item["id"])]) for item in items]
for cluster in clusters:
    document.register(cluster)
document.sort()
citations = [str(document.cite(cluster, lambda item: None)) for cluster in clusters]
cited = time.process_time()
entries = [str(entry) for entry in document.bibliography()]
done = time.process_time()
answer = {
    "citations": citations,
    "bibliography": [
        (item.key, entry) for item, entry in zip(document.items, entries, strict=False)
    ],
    "times": {"load": loaded - start, "cite": cited - loaded, "bibliography": done - cited},
}
sys.stdout.write(json.dumps(answer, ensure_ascii=False))
