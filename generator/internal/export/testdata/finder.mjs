// Asks the finder's script questions, over files as the site has them.
// Arguments: the script, the folder of index.json. In, on standard input:
// {limit, queries}. Out: for each query the bibs found, the exact one, whether
// there are more, and how many bytes of files it took, compressed.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const { Runners } = await import(pathToFileURL(process.argv[2]).href);
const folder = process.argv[3];
const { limit, queries } = JSON.parse(readFileSync(0, "utf8"));
let taken = 0;
const load = async (name) => {
  const bytes = readFileSync(folder + "/" + name);
  if (queries.length < 100) taken += gzipSync(bytes).length;
  return JSON.parse(bytes);
};
const answers = [];
let runners = new Runners(load);
for (const query of queries) {
  if (queries.length < 100) {
    runners = new Runners(load); // each as the first one of a visit
    taken = 0;
  }
  const { exact, hits, more } = await runners.find(query, limit);
  answers.push({ query, bibs: hits.map((h) => h[0]), exact: exact ? exact[0] : "", more, bytes: taken, kept: runners.files.size });
}
process.stdout.write(JSON.stringify(answers));
