// A page of somebody else's with elements of the package in it, served under a policy of its own; and a reader there.

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { ROOT } from "./reader.mjs";

export const PACKAGE = join(ROOT, "dist", "npm");
/** As strict as a policy can be that lets the elements run. */
export const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'";

const TYPES = { ".js": "text/javascript", ".html": "text/html; charset=utf-8", ".md": "text/markdown; charset=utf-8" };

/**
 * Serves pages and files. `pages` are `{ path: { body, lang, policy, scripts, head } }`; `files` are `{ path: bytes }` or
 * `{ path: { bytes, type, status } }`; scripts of the package lie at the root. `asked` are the paths since `forget()`.
 */
export async function host({ pages = {}, files = {} }) {
  let asked = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://x").pathname;
    asked.push(path);
    const page = pages[path];
    const file = files[path];
    if (page) {
      const { body, lang = "zh-Hans", policy = STRICT, scripts = ["/element.js"], head = "" } = page;
      response.setHeader("content-security-policy", policy).setHeader("content-type", TYPES[".html"]);
      const tags = scripts.map((src) =>
        src.includes(".iife.") || src.includes("classic")
          ? `<script src="${src}"></script>`
          : `<script type="module" src="${src}"></script>`,
      );
      response.end(
        `<!doctype html><html lang="${lang}"><head><meta name="viewport" content="width=device-width"><title>博客</title>${head}</head><body><main>${body}</main>${tags.join("")}</body></html>`,
      );
    } else if (file !== undefined) {
      const { bytes, type, status = 200 } = file.bytes === undefined ? { bytes: file } : file;
      response
        .writeHead(status, { "content-type": type ?? TYPES[extname(path)] ?? "application/octet-stream" })
        .end(bytes);
    } else if (extname(path) === ".js" && existsSync(join(PACKAGE, path))) {
      response.setHeader("content-type", TYPES[".js"]).end(readFileSync(join(PACKAGE, path)));
    } else response.writeHead(404).end();
  });
  await new Promise((settle) => server.listen(0, "127.0.0.1", settle));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    asked: () => asked,
    forget: () => {
      asked = [];
    },
    close: () => server.close(),
  };
}

/** A reader who opens a page of the host; `complaints` is what the console said. `before` runs in the page ahead of any script. */
export async function reader(browser, address, { before, width = 1200, height = 900, scheme = "light", ...more } = {}) {
  const context = await browser.newContext({
    locale: "zh-CN",
    viewport: { width, height },
    colorScheme: scheme,
    ...more,
  });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  if (before) await page.addInitScript(before);
  await page.goto(address);
  return { context, page, complaints };
}

/** What axe finds in a part of the page, a line each. */
export async function violations(page, selector) {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  const found = await page.evaluate((selector) => globalThis.axe.run(selector), selector);
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, target }) => `${target} ${html.slice(0, 120)}`).join(" ")}`,
  );
}
