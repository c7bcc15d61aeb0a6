// The same file over http: nothing but itself is asked for, and it works the same.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { ask, launch, PAGE, settled } from "./reader.mjs";

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
