// Fixtures of the CSL test suite (or variations of them) rendered by citeproc-js.
// stdin: {modules, locales: [folder], fixtures: [{SECTION: text}]}; out: a JSON line for each.
"use strict";
const fs = require("fs");
const path = require("path");
const input = JSON.parse(fs.readFileSync(0, "utf8"));
const CSL = require(path.join(input.modules, "node_modules", "citeproc"));
CSL.debug = CSL.error = () => {};

const files = {};
function retrieveLocale(tag) {
  if (!(tag in files)) {
    const found = input.locales
      .map((folder) => path.join(folder, `locales-${tag}.xml`))
      .find((file) => fs.existsSync(file));
    files[tag] = found ? fs.readFileSync(found, "utf8") : false;
  }
  return files[tag];
}

function render(fixture) {
  const section = (name, otherwise) => (name in fixture ? JSON.parse(fixture[name]) : otherwise);
  const items = section("INPUT");
  const byId = Object.fromEntries(items.map((item) => [String(item.id), item]));
  const system = { retrieveLocale, retrieveItem: (id) => byId[id] };
  const engine = new CSL.Engine(system, fixture.CSL.trim());
  Object.assign(engine.opt.development_extensions, section("OPTIONS", {}));
  const mode = fixture.MODE.trim();
  const steps = section("CITATIONS");
  const ids = [...new Set(items.map((item) => String(item.id)))];
  if (!steps) {
    engine.updateItems(ids, mode === "bibliography-nosort");
  }
  let citations = "";
  if (steps) {
    const texts = {};
    let order = [];
    let changed = new Set();
    for (const [citation, before, after] of steps) {
      const answer = engine.processCitationCluster(citation, before, after)[1];
      order = [...before.map(([id]) => id), citation.citationID, ...after.map(([id]) => id)];
      changed = new Set();
      for (const [, text, id] of answer) {
        texts[id] = text;
        changed.add(id);
      }
    }
    citations = order
      .map((id, n) => `${changed.has(id) ? ">>" : ".."}[${n}] ${texts[id]}`)
      .join("\n");
  } else if (mode === "citation" || "CITATION-ITEMS" in fixture) {
    const clusters = section("CITATION-ITEMS", [ids.map((id) => ({ id }))]);
    citations = clusters.map((cluster) => engine.makeCitationCluster(cluster)).join("\n");
  }
  if (mode === "citation") return citations;
  const made = engine.makeBibliography();
  if (mode === "bibliography-header") return JSON.stringify(made[0]);
  return made ? made[0].bibstart + made[1].join("") + made[0].bibend : "";
}

for (const fixture of input.fixtures) {
  let answer;
  try {
    answer = { text: render(fixture) };
  } catch (error) {
    answer = { error: String(error && error.message ? error.message : error) };
  }
  fs.writeSync(1, JSON.stringify(answer) + "\n");
}
