// A site index behind a server that counts what is asked of it: the answers of the bundle, few bytes, and clear words
// for what is missing, damaged or replaced.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createBuilder, DuizhaoError, open } from "../../dist/npm/index.js";

const CLI = fileURLToPath(new URL("../../dist/npm/cli.js", import.meta.url));
const duizhao = (...args) => spawnSync(process.execPath, [CLI, ...args], { encoding: "utf8" });

const SENTENCES = [
  "市长表示，新桥可能在5月通车，造价约100万元。",
  "商家说生意好了，周边的房租也涨了。",
  "人工智能模型可以生成图片，也可以回答问题。",
  "違反本條例規定的，由主管部門責令改正。",
  "图书馆新到一批古籍，其中有宋刻本。",
  "𠮷野家在这条街上开了第二家店。",
  "GPT-4o 能读图，读法不同。",
];

/** Texts that differ, as many as are asked for. */
function inputs(num) {
  return Array.from({ length: num }, (_, at) => ({
    name: `${at}.txt`,
    title: `第${at}篇`,
    text: Array.from({ length: 8 }, (_, line) => SENTENCES[(at * (line + 3) + line * line) % SENTENCES.length]).join(
      "",
    ),
  }));
}

async function build(num) {
  const builder = await createBuilder();
  for (const input of inputs(num)) await builder.add(input);
  return builder.finish();
}

/** The server's files, and what was asked of it. */
let files = new Map();
let asked = [];
/** What to answer instead, by name. */
const instead = new Map();
let server;
let address;
let bundle;

before(async () => {
  bundle = await open(await build(400));
  files = new Map((await bundle.site()).map(({ name, bytes }) => [name, bytes]));
  server = createServer((request, response) => {
    const name = decodeURIComponent(request.url).replace("/search/", "");
    asked.push({ name, length: files.get(name)?.length ?? 0 });
    const found = instead.get(name) ?? files.get(name);
    if (!found) response.writeHead(404).end("none");
    else response.writeHead(200, { "content-type": "application/octet-stream" }).end(found);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${server.address().port}/search/`;
});

after(() => {
  server.close();
  server.closeAllConnections();
});

const refuses = (kind, words) => (error) => {
  assert.ok(error instanceof DuizhaoError, `a DuizhaoError, not ${error}`);
  assert.equal(error.kind, kind);
  assert.match(error.message, words);
  return true;
};

test("a builder gives the files of a site at once, the same as by way of one file", async () => {
  const builder = await createBuilder({ forSite: true });
  for (const input of inputs(60)) await builder.add(input);
  const atOnce = await builder.finishSite();
  const index = await open(await build(60));
  assert.deepEqual(atOnce, await index.site());
  index.close();
  assert.equal(atOnce.at(-1).name, "manifest.dzx");
  await assert.rejects(builder.finishSite(), refuses("closed", /finished/));
  const later = await createBuilder();
  for (const input of inputs(60)) later.add(input);
  assert.deepEqual(await later.finishSite(), atOnce, "without saying so beforehand");
});

test("the folder's address is opened, and answers as the bundle does", async () => {
  const site = await open(address);
  for (const query of ["图片", "新桥 通车", '"責令改正"', "4o", "𠮷野家", "title:第7篇", "没有的词语"]) {
    const [here, there] = [await site.search(query), await bundle.search(query)];
    assert.equal(here.hits.length > 0, there.hits.length > 0, query);
    assert.ok(here.total <= there.total || here.isTotalExact === false || query.includes(" "), query);
    for (const { document, passages } of here.hits) {
      const { text } = await site.document(document.id);
      for (const passage of passages) assert.equal(passage.text, text.slice(passage.start, passage.end));
    }
  }
  const inspection = await site.inspect();
  assert.equal(inspection.isSite, true);
  assert.equal(inspection.numDocuments, 400);
  assert.equal(inspection.numTerms, (await bundle.inspect()).numTerms);
  site.close();
});

test("a question fetches a part of the site, once, and the next one less", async () => {
  asked = [];
  const site = await open(address);
  await site.search("图片");
  const first = asked.length;
  assert.ok(first > 3 && first < files.size / 2, `${first} of ${files.size} files`);
  assert.equal(new Set(asked.map(({ name }) => name)).size, first, "no file is fetched twice");
  asked = [];
  await Promise.all([site.search("图片"), site.search("图片", { limit: 3 })]);
  assert.deepEqual(asked, []);
  await Promise.all([site.search("古籍"), site.search("古籍")]);
  assert.equal(new Set(asked.map(({ name }) => name)).size, asked.length);
  site.close();
});

test("documents, columns, comparison, suggestions and verification work on a site", async () => {
  const site = await open(address);
  assert.equal((await site.documents()).length, 400);
  const { columns } = await site.columns("图片", { documents: ["1.txt", "2.txt"] });
  assert.deepEqual(columns.map(({ document }) => document.id).sort(), ["1.txt", "2.txt"]);
  const pairs = async (index) => (await index.compare("3.txt", "5.txt")).pairs;
  assert.deepEqual(await pairs(site), await pairs(bundle));
  assert.ok((await site.suggest("图")).length > 0);
  assert.equal((await site.verify()).numDocuments, 400);
  await assert.rejects(site.document("none"), refuses("unknown-document", /none/));
  await assert.rejects(site.bytes(), refuses("unsupported", /folder/));
  site.close();
});

test("an object that reads files is as good as an address", async () => {
  const site = await open({ read: (name) => files.get(name) });
  assert.ok((await site.search("图片")).total > 0);
  await assert.rejects(
    async () => (await open(files.get("manifest.dzx"))).search("图片"),
    refuses("unsupported", /folder/),
  );
});

test("a missing folder, a missing piece and a damaged one are refused with a reason; a damaged copy is asked for again", async () => {
  await assert.rejects(open(address.replace("search", "nowhere")), refuses("network", /404/));
  const damaged = (bytes) => bytes.map((byte, at) => (at === 5 ? byte ^ 1 : byte));
  for (const [name, bytes] of files) if (name.startsWith("postings/")) instead.set(name, damaged(bytes));
  asked = [];
  const site = await open(address);
  await assert.rejects(site.search("图片"), refuses("corrupt", /postings\/\d+-/));
  const pieces = asked.filter(({ name }) => name.startsWith("postings/")).map(({ name }) => name);
  assert.equal(pieces.length, 2 * new Set(pieces).size, "each once more");
  instead.clear();
  // The same index goes on when the server is itself again.
  assert.ok((await site.search("图片")).total > 0);
  const kept = files;
  files = new Map([...files].filter(([name]) => !name.startsWith("texts/")));
  await assert.rejects((await open(address)).search("古籍"), refuses("network", /404.*open it again/s));
  files = kept;
  instead.set("manifest.dzx", files.get("manifest.dzx").slice(0, 400));
  await assert.rejects(open(address), refuses("truncated", /ends early/));
  instead.clear();
});

test("the command line writes a site, keeps what is the same, and reads it", () => {
  const folder = mkdtempSync(join(tmpdir(), "duizhao-site-"));
  try {
    const source = join(folder, "texts.jsonl");
    const save = (texts) => writeFileSync(source, texts.map((text) => JSON.stringify(text)).join("\n"));
    const texts = inputs(60).map(({ name, title, text }) => ({ id: name, title, text }));
    save(texts);
    const site = join(folder, "search");
    const made = duizhao("index", source, "--site", site);
    assert.equal(made.status, 0, made.stderr);
    assert.match(made.stdout, /60 documents/);
    const first = readdirSync(join(site, "texts"));
    const found = duizhao("search", site, "图片", "--json");
    assert.equal(found.status, 0, found.stderr);
    assert.ok(JSON.parse(found.stdout).total > 0);
    assert.equal(duizhao("verify", site).status, 0);
    assert.match(duizhao("inspect", site).stdout, /postings/);

    // The pieces of the build before are left for those who read by its manifest; older ones go.
    save([...texts, { id: "new", title: "新", text: "又有一篇。" }]);
    assert.equal(duizhao("index", source, "--site", site).status, 0);
    const second = new Set(readdirSync(join(site, "texts")));
    assert.ok(first.every((name) => second.has(name)));
    save([...texts.slice(1), { id: "newer", title: "更新", text: "再有一篇。" }]);
    assert.match(duizhao("index", source, "--site", site).stdout, /[1-9]\d* old ones removed/);
    assert.equal(duizhao("verify", site).status, 0);

    const piece = join(site, "texts", readdirSync(join(site, "texts")).at(-1));
    // All of them: those of the build before lie there too, and nobody verifies these.
    for (const victim of readdirSync(join(site, "postings"))) {
      writeFileSync(join(site, "postings", victim), readFileSync(piece));
    }
    const refused = duizhao("verify", site);
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /postings/);
    assert.equal(duizhao("search", dirname(site), "图片").status, 2);
    assert.equal(duizhao("index", source, "--site", site, "--no-text").status, 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
