"""Run citekit's own engine on one job: STYLE ITEMS LOCALE -> texts and times as JSON.

Python's collector of cycles is off, as in any short program that minds its time: there are none.
"""

import gc
import json
import sys
import time

start = time.process_time()
gc.disable()
from citekit.csl import Cite, Cluster, processor  # noqa: E402

style, items_file, locale = sys.argv[1:4]
with open(items_file, "rb") as stream:  # noqa: PTH123  (pathlib would be one import more)
    items = json.load(stream)
with open(style, "rb") as stream:  # noqa: PTH123
    engine = processor(stream.read(), items, locale=locale or None)
loaded = time.process_time()
citations = engine.citations([Cluster((Cite(item["id"]),)) for item in items])
cited = time.process_time()
bibliography = engine.bibliography()
done = time.process_time()
answer = {
    "citations": citations,
    "bibliography": [(entry.id, entry.text) for entry in bibliography.entries],
    "times": {"load": loaded - start, "cite": cited - loaded, "bibliography": done - cited},
}
sys.stdout.write(json.dumps(answer, ensure_ascii=False))
gc.freeze()  # and it need not look for any when Python ends
