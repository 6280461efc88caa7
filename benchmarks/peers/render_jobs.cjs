// One short job after another for citeproc-js: the last citation or the last entry of each.
// stdin: {modules, locales: {tag: xml}, jobs: [{style, locale, items, clusters: [{note, cites}]}]}
// stdout: JSON list of texts.
const fs = require("fs");
const input = JSON.parse(fs.readFileSync(0, "utf8"));
const CSL = require(require.resolve("citeproc", { paths: [input.modules] }));

function render(job) {
  const items = Object.fromEntries(job.items.map((item) => [item.id, item]));
  const system = {
    retrieveLocale: (tag) => input.locales[tag] || input.locales["en-US"],
    retrieveItem: (id) => items[id],
  };
  const engine = new CSL.Engine(system, job.style, job.locale, true);
  engine.setOutputFormat("text");
  engine.updateItems(job.items.map((item) => item.id));
  if (!job.clusters.length) return engine.makeBibliography()[1].pop().trim();
  const before = [];
  let text = "";
  job.clusters.forEach((cluster, n) => {
    const citation = {
      citationID: `c${n}`, citationItems: cluster.cites, properties: { noteIndex: cluster.note },
    };
    const changed = engine.processCitationCluster(citation, before.slice(), [])[1];
    before.push([`c${n}`, cluster.note]);
    for (const [, printed, id] of changed) if (id === `c${n}`) text = printed;
  });
  return text;
}

const texts = input.jobs.map((job) => {
  try { return render(job); } catch (error) { return `${error}`; }
});
console.log(JSON.stringify(texts));
