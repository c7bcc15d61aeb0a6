// `npm run dev`: the page from source, with the module, lexicon and sample index that the last build made.
// The one-file page and the package are built by scripts/page.mjs and scripts/package.mjs, which use Vite's API.

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vite";

const root = resolve(import.meta.dirname, "..");
const served: Record<string, string> = {
  "/duizhao.wasm": resolve(root, "pkg/full/duizhao_bg.wasm"),
  "/duizhao.lexicon": resolve(root, "data/lexicon-lite.dzl"),
  "/duizhao.pinyin": resolve(root, "data/pinyin.txt"),
  "/sample.dzx": resolve(root, "target/assets/sample.dzx"),
};

export default defineConfig({
  root: resolve(import.meta.dirname, "app"),
  server: { fs: { allow: [root] } },
  plugins: [
    {
      name: "duizhao-assets",
      configureServer(server) {
        server.middlewares.use((request, response, next) => {
          const file = served[(request.url ?? "").split("?")[0] ?? ""];
          if (!file || !existsSync(file)) return next();
          response.setHeader("content-type", file.endsWith(".wasm") ? "application/wasm" : "application/octet-stream");
          response.end(readFileSync(file));
        });
      },
    },
  ],
});
