// The same file over http: nothing but itself is asked for, and it works the same.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ask, drop, launch, PAGE, ROOT, settled } from "./reader.mjs";

let browser;
let server;
const asked = [];
before(async () => {
  browser = await launch();
  const bytes = readFileSync(PAGE);
  server = createServer((request, response) => {
    asked.push(request.url);
    if (request.url === "/") response.setHeader("content-type", "text/html; charset=utf-8").end(bytes);
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
});
after(async () => {
  await browser?.close();
  server?.close();
});

test("served over http, the page asks for itself and for nothing else", async () => {
  const context = await browser.newContext({ locale: "zh-CN" });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => document.querySelectorAll(".documents li").length === 7);
  await ask(page, "阿波罗盆地");
  assert.ok((await page.locator(".by-document").count()) > 3);
  await page.locator(".snippet").first().click();
  await settled(page);
  await context.close();
  assert.deepEqual(
    asked.filter((url) => url !== "/favicon.ico"),
    ["/"],
  );
});

test("the policy stops what would send a text away, even from a script of the page's own", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const origin = `http://127.0.0.1:${server.address().port}`;
  await page.goto(`${origin}/`);
  await page.waitForFunction(() => document.querySelectorAll(".documents li").length === 7);
  asked.length = 0;
  await page.evaluate(async (origin) => {
    const tries = [
      () => fetch(`${origin}/leak-fetch`),
      () => navigator.sendBeacon(`${origin}/leak-beacon`, "x"),
      () => {
        new Image().src = `${origin}/leak-image`;
      },
      () => {
        const link = document.createElement("link");
        link.rel = "stylesheet";
        link.href = `${origin}/leak-style`;
        document.head.append(link);
      },
      () => {
        const frame = document.createElement("iframe");
        frame.src = `${origin}/leak-frame`;
        document.body.append(frame);
      },
      () => new WebSocket(`${origin.replace("http", "ws")}/leak-socket`),
    ];
    for (const attempt of tries) {
      try {
        await attempt();
      } catch {
        // stopped, as it should be
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 400));
  }, origin);
  await context.close();
  assert.deepEqual(
    asked.filter((url) => url.startsWith("/leak")),
    [],
  );
});

test("served with its companions the page installs, opens offline, and an update waits for the next opening", async () => {
  const folder = join(ROOT, "dist", "app");
  const files = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
  assert.deepEqual([...files.keys()].sort(), ["icon.svg", "index.html", "manifest.webmanifest", "service-worker.js"]);
  const types = { html: "text/html; charset=utf-8", js: "text/javascript", svg: "image/svg+xml" };
  const requests = [];
  const host = createServer((request, response) => {
    const name = request.url === "/" ? "index.html" : request.url.slice(1);
    requests.push(name);
    const content = files.get(name);
    if (!content) return response.writeHead(404).end();
    const type = types[name.split(".").pop()] ?? "application/manifest+json";
    response.writeHead(200, { "content-type": type, "cache-control": "no-cache" }).end(content);
  });
  await new Promise((resolve) => host.listen(0, "127.0.0.1", resolve));
  const { port } = host.address();
  const context = await browser.newContext({ locale: "zh-CN" });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.waitForFunction(() => document.querySelectorAll(".documents li").length === 7);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const devtools = await context.newCDPSession(page);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  // A window without a profile of its own cannot install anything; all else must be in order.
  const faults = installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito");
  assert.deepEqual(faults, [], "nothing stands in the way of installing it");
  const { errors } = await devtools.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  await page.waitForFunction(async () => (await caches.keys()).length === 1);

  // A newer build on the server: what is open stays as it is, and says that there is one.
  await drop(page, [{ name: "我的.txt", text: "自己的文档，说到鹊桥二号。" }]);
  const older = files.get("service-worker.js").toString("utf8");
  files.set("service-worker.js", Buffer.from(older.replace(/[0-9a-f]{16}/, "0123456789abcdef")));
  files.set(
    "index.html",
    Buffer.from(files.get("index.html").toString("utf8").replace("<title>", "<!-- newer --><title>")),
  );
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll(".documents li").length === 7);
  await drop(page, [{ name: "我的.txt", text: "自己的文档，说到鹊桥二号。" }]);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await page.waitForFunction(() => document.querySelector("[role=status]")?.textContent.includes("新版本"));
  assert.equal(await page.locator(".documents li").count(), 1, "open work is where it was");

  // No server: the page opens all the same.
  host.closeAllConnections();
  await new Promise((resolve) => host.close(resolve));
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll(".documents li").length === 7);
  await ask(page, "阿波罗盆地");
  assert.ok((await page.locator(".by-document").count()) > 3);
  await context.close();
  assert.deepEqual(complaints, []);
  assert.deepEqual(
    requests.filter((name) => !files.has(name) && name !== "favicon.ico"),
    [],
  );
});

test("where the browser has no room, keeping says so and keeps nothing", async () => {
  const context = await browser.newContext({ locale: "zh-CN" });
  const page = await context.newPage();
  const origin = `http://127.0.0.1:${server.address().port}`;
  const devtools = await context.newCDPSession(page);
  await page.goto(`${origin}/#/about`);
  await page.waitForFunction(() => document.querySelector(".keeping input"));
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 100 });
  await page.locator(".keeping input").check();
  await page.waitForFunction(() => (document.querySelector("[role=status]")?.textContent ?? "").includes("空间不够"));
  await devtools.send("Storage.overrideQuotaForOrigin", { origin });
  await page.reload();
  await page.waitForFunction(() => document.querySelector(".keeping input"));
  assert.equal(await page.locator(".keeping input").isChecked(), false, "nothing was kept");
  await context.close();
});
