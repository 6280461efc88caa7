// Render with citeproc-js: one JSON job on standard input, one JSON line out for each style.
//
// Job: {modules, items, locales, format, locale, styles: [{name, path, locale}], clusters}
//   modules   folder with node_modules/citeproc      items    path of a CSL-JSON file
//   locales   folder with locales-xx-XX.xml files    format   "text" or "html"
//   clusters  null to cite each item once, or lists of citation items {id, locator, label, ...}
//   notes     true to number the clusters as notes   quiet    true for the times alone
"use strict";
const fs = require("fs");
const path = require("path");

const job = JSON.parse(fs.readFileSync(0, "utf8"));
const CSL = require(path.join(job.modules, "node_modules", "citeproc"));
const ID = "\u0000"; // ends the id of an entry that stands before its text
const elapsed = (since) => Number(process.hrtime.bigint() - since) / 1e9;

function retrieveLocale(tag) {
  for (const folder of job.locales) {
    const file = path.join(folder, `locales-${tag}.xml`);
    if (fs.existsSync(file)) return fs.readFileSync(file, "utf8");
  }
  return false;
}

function citation(cluster, index) {
  return {
    citationID: `c${index}`,
    citationItems: cluster.map((item) => ({ ...item })),
    properties: { noteIndex: job.notes ? index + 1 : 0 },
  };
}

function render(style) {
  const times = {};
  let clock = process.hrtime.bigint();
  const items = JSON.parse(fs.readFileSync(job.items, "utf8"));
  const byId = Object.create(null);
  for (const item of items) byId[item.id] = item;
  const sys = { retrieveLocale, retrieveItem: (id) => byId[id] };
  const engine = new CSL.Engine(
    sys, fs.readFileSync(style.path, "utf8"), style.locale || undefined, Boolean(style.locale));
  engine.setOutputFormat(job.format);
  // Entries that come out empty are missing from the texts, but not from the ids beside them, so
  // that every text is given its own id.
  const entry = CSL.Output.Formats[job.format]["@bibliography/entry"];
  if (!job.quiet && !entry.named) {
    const named = function (state, text) {
      return this.system_id + ID + entry.call(this, state, text);
    };
    CSL.Output.Formats[job.format]["@bibliography/entry"] = Object.assign(named, { named: true });
  }
  engine.opt.development_extensions.wrap_url_and_doi = false;
  // The order of the methods of disambiguation is that of the specification.
  engine.opt.development_extensions.prioritize_disambiguate_condition = true;
  engine.disambiguate.configModes();
  times.load = elapsed(clock);

  clock = process.hrtime.bigint();
  const ids = items.map((item) => item.id);
  const clusters = (job.clusters || ids.map((id) => [{ id }])).map(citation);
  const cited = engine.rebuildProcessorState(clusters, job.format, job.clusters ? ids : []);
  times.cite = elapsed(clock);

  clock = process.hrtime.bigint();
  const made = engine.makeBibliography();
  times.bibliography = elapsed(clock);

  if (job.quiet) return { times };
  const bibliography = made ? made[1].map((text) => text.split(ID)) : [];
  return { times, citations: cited.map((c) => c[2]), bibliography };
}

for (const style of job.styles) {
  let answer;
  try {
    answer = render(style);
  } catch (error) {
    answer = { error: String(error && error.message ? error.message : error) };
  }
  let rest = Buffer.from(JSON.stringify({ name: style.name, ...answer }) + "\n");
  while (rest.length) rest = rest.subarray(fs.writeSync(1, rest)); // at once, and whole
}
