// Asks the finder's script questions, over files as the site has them.
// Arguments: the folder of the scripts, the folder of index.json. In, on standard input:
// {limit, timed, first, queries}. Out: for each query the bibs found, the exact one, whether
// there are more or only names that are nearly it, the rows, and how many bytes of files
// it took, compressed by gzip and by brotli, whichever is more.
import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [, , scripts, folder] = process.argv;
const { Runners } = await import(pathToFileURL(scripts + "/search.js").href);
const { limit, timed, first, queries } = JSON.parse(readFileSync(0, "utf8"));
let taken = [0, 0];
const sizes = new Map();
const size = (bytes) => [gzipSync(bytes).length, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }).length];
const load = async (name) => {
  if (!existsSync(folder + "/" + name)) throw new Error(name);
  const bytes = readFileSync(folder + "/" + name);
  if (queries.length < 100) {
    if (!sizes.has(name)) sizes.set(name, size(bytes));
    taken = taken.map((sum, i) => sum + sizes.get(name)[i]);
  }
  return JSON.parse(bytes);
};
const answers = [];
const fresh = () => new Runners(load, timed, () => import(pathToFileURL(scripts + "/latin.js").href), "en");
let runners = fresh();
for (const query of queries) {
  if (queries.length < 100) {
    runners = fresh(); // each as the first one of a visit
    taken = [0, 0];
  }
  const { exact, hits, more, near, later } = await runners.find(query, limit, first);
  answers.push({ query, bibs: hits.map((hit) => hit.runner[0]), exact: exact ? exact[0] : "", more, near, later, bytes: Math.max(...taken), kept: runners.files.size,
    rows: queries.length < 100 ? hits.map(({ runner, label, from, time, place, status }) => [runner[0], label, from, time, place || status].join(" ")) : [] });
}
process.stdout.write(JSON.stringify(answers));
