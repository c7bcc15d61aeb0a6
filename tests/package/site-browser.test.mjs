// A site index in a browser: the package as a module from a static folder, the index beside it, work in a worker; what
// was fetched once comes from the browser's cache the next time.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createBuilder, open } from "../../dist/npm/index.js";
import { stockBrowser } from "./fresh.mjs";

const PACKAGE = fileURLToPath(new URL("../../dist/npm/", import.meta.url));
const TYPES = { ".js": "text/javascript", ".html": "text/html", ".wasm": "application/wasm" };

const files = new Map();
const asked = [];
let server;

before(async () => {
  const builder = await createBuilder();
  for (let at = 0; at < 300; at += 1) {
    await builder.add({
      name: `${at}.txt`,
      text: `第${at}篇。${at % 3 === 0 ? "人工智能模型可以生成图片。" : "新桥五月通车。"}`,
    });
  }
  for (const { name, bytes } of await (await open(await builder.finish())).site()) files.set(`/search/${name}`, bytes);
  files.set("/", "<!doctype html><meta charset='utf-8'><title>site</title>");
  server = createServer((request, response) => {
    asked.push(request.url);
    let found = files.get(request.url);
    try {
      if (request.url.startsWith("/package/")) found = readFileSync(join(PACKAGE, request.url.slice(9)));
    } catch {
      found = undefined;
    }
    if (found === undefined) return response.writeHead(404).end();
    const type = request.url === "/" ? "text/html" : (TYPES[extname(request.url)] ?? "application/octet-stream");
    const cache = request.url.endsWith(".bin") ? "max-age=31536000, immutable" : "no-cache";
    response.writeHead(200, { "content-type": type, "cache-control": cache }).end(found);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
});

after(() => {
  server?.close();
  server?.closeAllConnections();
});

test("a page opens the folder beside it, searches in a worker, and finds pieces in its cache the next time", async () => {
  const browser = await stockBrowser(after);
  const context = await browser.newContext();
  const visit = async () => {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    return page.evaluate(async () => {
      const { open, status } = await import("/package/index.js");
      const index = await open("/search/");
      const found = await index.search("图片生成");
      const passage = found.hits[0].passages[0];
      return { total: found.total, where: status().where, text: passage.text, marks: passage.highlights.length };
    });
  };
  const first = await visit();
  assert.equal(first.where, "worker");
  assert.ok(first.total > 0 && first.marks > 0);
  assert.match(first.text, /生成图片/);
  const pieces = () => asked.filter((url) => url.endsWith(".bin")).length;
  const num = pieces();
  assert.ok(num > 2 && num < files.size - 2, `${num} of ${files.size - 2} pieces`);
  assert.deepEqual(await visit(), first);
  assert.equal(pieces(), num, "no piece is asked for twice");
  await context.close();
});
