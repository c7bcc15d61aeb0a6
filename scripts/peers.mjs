// Libraries for search and for differences that run in a browser, beside which ours is measured: each in the best honest
// configuration for Chinese that we found, pinned, installed on demand into target/peers and never into the project.
//
// One engine, one process: `node scripts/peers.mjs NAME` measures it and prints a line of JSON, so that no engine
// warms, or fills the memory of, another. `eval/retrieval.mjs` and `benches/search.mjs` ask for these lines.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { sharedFile } from "./measure.mjs";
import { ROOT, run } from "./steps.mjs";

const FOLDER = join(ROOT, "target", "peers");

/** What is installed; a newer version is a change of the figures, so it is named here. */
export const VERSIONS = {
  minisearch: "7.2.0",
  flexsearch: "0.8.212",
  "@orama/orama": "3.1.18",
  "@orama/tokenizers": "3.1.18",
  lunr: "2.3.9",
  "lunr-languages": "1.14.0",
  "@node-rs/jieba": "1.10.4",
  "fuse.js": "7.1.0",
  pagefind: "1.6.0",
  diff: "9.0.0",
  "diff-match-patch": "1.0.5",
};

/** Installs the peers, once. */
export function installPeers() {
  const wanted = `${JSON.stringify({ private: true, dependencies: VERSIONS })}\n`;
  const file = join(FOLDER, "package.json");
  const isDone = existsSync(join(FOLDER, "node_modules")) && existsSync(file) && readFileSync(file, "utf8") === wanted;
  if (isDone) return;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, wanted);
  run("npm", ["install", "--no-audit", "--no-fund", "--silent"], {
    cwd: FOLDER,
    otherwise: "the peers could not be installed.",
  });
}

const require = createRequire(join(FOLDER, "package.json"));

/** A library of a peer, for who calls it himself. */
export const peerLibrary = (name) => require(name);

const word = new Intl.Segmenter("zh", { granularity: "word" });
/** The words of the platform's own segmenter. */
const segmented = (text) => Array.from(word.segment(text)).flatMap((one) => (one.isWordLike ? [one.segment] : []));
/** Pairs of neighbouring characters, and Latin words whole. */
const pairs = (text) =>
  (text.toLowerCase().match(/[\p{sc=Han}]+|[a-z0-9]+/gu) ?? []).flatMap((run) => {
    if (run.length < 2 || !/\p{sc=Han}/u.test(run)) return [run];
    return Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2));
  });

function miniSearch(options, searchOptions = {}) {
  const MiniSearch = require("minisearch");
  const all = { fields: ["title", "text"], ...options };
  return {
    build: (documents) => {
      const index = new MiniSearch(all);
      index.addAll(documents);
      return index;
    },
    save: (index) => JSON.stringify(index),
    open: (saved) => MiniSearch.loadJSON(saved, all),
    search: (index, query, limit) =>
      index
        .search(query, searchOptions)
        .slice(0, limit)
        .map(({ id }) => id),
    strings: (index, string) => index.search(string, { ...searchOptions, combineWith: "AND" }).map(({ id }) => id),
  };
}

function flexSearch(options) {
  const { Document, Charset } = require("flexsearch");
  const fields = ["title", "text"];
  const make = () => new Document({ document: { id: "id", index: fields }, encoder: Charset.CJK, ...options });
  const found = (index, query, limit, suggest) => {
    // Results come by field; a document of two fields comes twice.
    const ids = index.search(query, { limit, suggest }).flatMap(({ result }) => result);
    return [...new Set(ids)];
  };
  return {
    build: (documents) => {
      const index = make();
      for (const document of documents) index.add(document);
      return index;
    },
    save: async (index) => {
      const parts = [];
      await index.export((key, data) => {
        parts.push([key, data]);
      });
      return JSON.stringify(parts);
    },
    open: (saved) => {
      const index = make();
      for (const [key, data] of JSON.parse(saved)) index.import(key, data);
      return index;
    },
    search: (index, query, limit) => found(index, query, limit, true).slice(0, limit),
    strings: (index, string) => found(index, string, 10_000, false),
  };
}

function fuse(options) {
  const Fuse = require("fuse.js");
  const all = { keys: ["title", "text"], includeScore: false, ignoreLocation: true, ...options };
  return {
    // It scans the texts, so they are part of what is loaded.
    build: (documents) => ({ documents, fuse: new Fuse(documents, all) }),
    save: ({ documents, fuse }) => JSON.stringify({ documents, index: fuse.getIndex().toJSON() }),
    open: (saved) => {
      const { documents, index } = JSON.parse(saved);
      return { documents, fuse: new Fuse(documents, all, Fuse.parseIndex(index)) };
    },
    search: ({ fuse }, query, limit) => fuse.search(query, { limit }).map(({ item }) => item.id),
    strings: ({ documents }, string) => {
      const exact = new Fuse(documents, { ...all, useExtendedSearch: true });
      return exact.search(`'${string}`).map(({ item }) => item.id);
    },
  };
}

/** Name, the packages it loads, how it is set up in words, and how it is asked. */
export const ENGINES = {
  duizhao: {
    set: "as it is; strings in quotation marks",
    async make() {
      const { createBuilder, open } = await import(pathToFileURL(join(ROOT, "dist", "npm", "index.js")).href);
      const ids = ({ hits }) => hits.map(({ document }) => document.id);
      return {
        build: async (documents) => {
          const builder = await createBuilder();
          for (const { id, title, text } of documents) builder.add({ id, name: id, title, text, type: "text" });
          return builder.finish();
        },
        save: (bytes) => bytes,
        open: (bytes) => open(bytes),
        search: async (index, query, limit) => ids(await index.search(query, { limit })),
        strings: async (index, string) =>
          ids(await index.search(`"${string}"`, { limit: 1000, passagesPerDocument: 1 })),
      };
    },
    engine: () =>
      ["face.js", "index.js", "module.js"].reduce(
        (sum, file) => sum + gzipSync(readFileSync(join(ROOT, "dist", "npm", file)), { level: 9 }).length,
        0,
      ),
  },
  "MiniSearch, default": {
    set: "its own tokenizer, which cuts at spaces and punctuation",
    packages: ["minisearch"],
    make: () => miniSearch({}),
  },
  "MiniSearch, VitePress": {
    set: "as VitePress sets it: prefix, fuzzy .2, title 4, text 2",
    packages: ["minisearch"],
    make: () => miniSearch({}, { prefix: true, fuzzy: 0.2, boost: { title: 4, text: 2 } }),
    every: 10,
  },
  "MiniSearch, Intl.Segmenter": {
    set: "tokenize: Intl.Segmenter, words only",
    packages: ["minisearch"],
    make: () => miniSearch({ tokenize: segmented }),
  },
  "MiniSearch, bigrams": {
    set: "tokenize: pairs of neighbouring characters",
    packages: ["minisearch"],
    make: () => miniSearch({ tokenize: pairs }),
  },
  "FlexSearch, CJK": {
    set: "Charset.CJK, suggest for questions",
    files: ["flexsearch/dist/flexsearch.bundle.min.js"],
    make: () => flexSearch({ tokenize: "strict" }),
  },
  "FlexSearch, context": {
    set: "Charset.CJK, context of depth 1 both ways, suggest for questions",
    files: ["flexsearch/dist/flexsearch.bundle.min.js"],
    make: () => flexSearch({ tokenize: "strict", context: { depth: 1, bidirectional: true, resolution: 9 } }),
  },
  "Orama, mandarin": {
    set: "@orama/tokenizers/mandarin (Intl.Segmenter); threshold 1 for questions, 0 for strings",
    packages: ["@orama/orama", "@orama/tokenizers/mandarin"],
    async make() {
      const from = (name) => import(pathToFileURL(require.resolve(name)).href);
      const { create, insertMultiple, load, save, search } = await from("@orama/orama");
      const { createTokenizer } = await from("@orama/tokenizers/mandarin");
      const empty = () =>
        create({
          schema: { id: "string", title: "string", text: "string" },
          components: { tokenizer: createTokenizer() },
        });
      const ids = ({ hits }) => hits.map(({ document }) => document.id);
      const properties = ["title", "text"];
      return {
        build: async (documents) => {
          const index = empty();
          await insertMultiple(index, documents);
          return index;
        },
        save: (index) => JSON.stringify(save(index)),
        open: (saved) => {
          const index = empty();
          load(index, JSON.parse(saved));
          return index;
        },
        search: async (index, term, limit) => ids(await search(index, { term, limit, properties })),
        strings: async (index, term) => ids(await search(index, { term, limit: 10_000, threshold: 0, properties })),
      };
    },
    every: 4,
  },
  "lunr, lunr-languages zh": {
    set: "lunr.zh with @node-rs/jieba (native; a browser would need its megabytes too), title boost 2",
    files: ["lunr/lunr.min.js", "lunr-languages/min/lunr.zh.min.js"],
    make() {
      const lunr = require("lunr");
      require("lunr-languages/lunr.stemmer.support")(lunr);
      require("lunr-languages/lunr.zh")(lunr);
      const ids = (found) => found.map(({ ref }) => ref);
      const ask = (index, text, presence) =>
        index.query((query) => {
          for (const token of lunr.zh.tokenizer(text)) query.term(String(token), { presence, boost: 1 });
        });
      return {
        build: (documents) =>
          lunr(function () {
            this.use(lunr.zh);
            this.ref("id");
            this.field("title", { boost: 2 });
            this.field("text");
            for (const document of documents) this.add(document);
          }),
        save: (index) => JSON.stringify(index),
        open: (saved) => lunr.Index.load(JSON.parse(saved)),
        search: (index, query, limit) => ids(ask(index, query, lunr.Query.presence.OPTIONAL)).slice(0, limit),
        strings: (index, string) => ids(ask(index, string, lunr.Query.presence.REQUIRED)),
      };
    },
    every: 4,
  },
  /** So slow that a share of the questions has to do. */
  "Fuse.js, default": {
    set: "ignoreLocation, threshold .6; include-match for strings",
    files: ["fuse.js/dist/fuse.min.js"],
    make: () => fuse({}),
    every: 60,
  },
};

const millis = async (work) => {
  const start = performance.now();
  const value = await work();
  return [performance.now() - start, value];
};

const percentile = (sorted, share) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
const jsonLines = (file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** What a browser would load, after gzip: for packages in many files, all that one bundle has. */
async function engineBytes(engine) {
  if (engine.engine) return engine.engine();
  if (!engine.packages) {
    const bytes = engine.files.map((file) => readFileSync(join(FOLDER, "node_modules", file)));
    return gzipSync(Buffer.concat(bytes), { level: 9 }).length;
  }
  const { build } = await import("vite");
  const entry = join(FOLDER, "entry.mjs");
  writeFileSync(entry, engine.packages.map((name, at) => `export * as part${at} from "${name}";`).join("\n"));
  const built = await build({
    configFile: false,
    logLevel: "silent",
    root: FOLDER,
    build: { write: false, lib: { entry, formats: ["es"] }, minify: true },
  });
  return gzipSync([built].flat()[0].output[0].code, { level: 9 }).length;
}

/** Runs of 2 to 8 Han characters from the texts, by a generator with a fixed seed. */
function randomStrings(documents, num) {
  let state = 20_261_123;
  const below = (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >>> 8) % limit;
  };
  const strings = [];
  while (strings.length < num) {
    const { text } = documents[below(documents.length)];
    const length = 2 + below(7);
    const start = below(Math.max(text.length - length, 1));
    const string = text.slice(start, start + length);
    if (new RegExp(`^\\p{sc=Han}{${length}}$`, "u").test(string)) strings.push(string);
  }
  return strings;
}

/** Answers `queries`; the share of reciprocal ranks, of right documents among ten, and the times, sorted. */
async function ask(engine, index, queries) {
  let reciprocal = 0;
  let among = 0;
  const times = [];
  for (const { query, relevant } of queries) {
    const [time, ids] = await millis(() => engine.search(index, query, 10));
    times.push(time);
    const rank = ids.findIndex((id) => relevant.includes(id));
    if (rank >= 0 && rank < 10) {
      reciprocal += 1 / (rank + 1);
      among += 1;
    }
  }
  times.sort((left, right) => left - right);
  return { mrr: reciprocal / queries.length, recall: among / queries.length, times };
}

async function askStrings(engine, index, documents, strings) {
  let wanted = 0;
  let found = 0;
  let right = 0;
  for (const string of strings) {
    const holding = new Set();
    for (const { id, title, text } of documents) if (text.includes(string) || title.includes(string)) holding.add(id);
    const ids = await engine.strings(index, string);
    wanted += holding.size;
    found += ids.length;
    right += ids.filter((id) => holding.has(id)).length;
  }
  return { recall: right / wanted, precision: right / Math.max(found, 1) };
}

/** Everything about one engine, or null where the corpus is absent. */
export async function measureEngine(name) {
  const file = (name) => sharedFile("eval", "retrieval-cmrc", name);
  if (!file("docs.jsonl")) return null;
  const documents = jsonLines(file("docs.jsonl")).map(({ id, title, text }) => ({ id, title, text }));
  const gzip = gzipSync(documents.map(({ title, text }) => `${title}\n${text}\n`).join(""), { level: 9 }).length;
  const { every = 1, make, ...about } = ENGINES[name];
  const engine = await make();
  const [buildMs, built] = await millis(() => engine.build(documents));
  const saved = await engine.save(built);
  const savedBytes = typeof saved === "string" ? Buffer.from(saved) : Buffer.from(saved);
  globalThis.gc?.();
  const before = process.memoryUsage();
  const queries = jsonLines(file("queries.jsonl")).filter((_, at) => at % every === 0);
  const [openMs, index] = await millis(async () => {
    const index = await engine.open(saved);
    await engine.search(index, queries[0].query, 10);
    return index;
  });
  globalThis.gc?.();
  const after = process.memoryUsage();
  const memory =
    after.heapUsed + after.arrayBuffers + after.external - before.heapUsed - before.arrayBuffers - before.external;
  const warm = await ask(engine, index, queries.slice(0, 200));
  const questions = await ask(engine, index, queries);
  const hant = jsonLines(file("queries.hant.jsonl")).filter((_, at) => at % every === 0);
  const traditional = await ask(engine, index, hant);
  const strings = await askStrings(engine, index, documents, randomStrings(documents, every > 1 ? 50 : 500));
  return {
    name,
    set: about.set,
    numQueries: warm && queries.length,
    engineBytes: await engineBytes(about),
    index: (savedBytes.length === 0 ? 0 : gzipSync(savedBytes, { level: 9 }).length) / gzip,
    buildMs,
    openMs,
    memory,
    p50: percentile(questions.times, 0.5),
    p99: percentile(questions.times, 0.99),
    mrr: questions.mrr,
    recall: questions.recall,
    traditional: traditional.mrr,
    strings,
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(JSON.stringify(await measureEngine(process.argv[2])));
  process.exit(0);
}
