// The recipe for Docusaurus, followed like the others, but by itself: it is 270 MB to install and takes two minutes.
// `npm test -- docusaurus`

import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { served, tools } from "../../package/fresh.mjs";
import { later, posts, reads, runs, site } from "../blog.mjs";

test("Docusaurus: the command line after it, box in the navigation bar", async (context) => {
  let docusaurus;
  try {
    docusaurus = tools("recipes/docusaurus").folder;
  } catch (error) {
    return context.skip(`it could not be installed: ${error.message.split("\n")[0]}`);
  }
  const box = '<duizhao-search src="/search.dzx" mode="dialog"></duizhao-search>';
  const folder = site("docusaurus", {
    "package.json": '{ "name": "docs", "private": true }',
    "docusaurus.config.js": `module.exports = {
      title: "小院", url: "https://docs.example", baseUrl: "/", i18n: { defaultLocale: "zh-CN", locales: ["zh-CN"] },
      scripts: [{ src: "/element.js", type: "module" }],
      themeConfig: { navbar: { title: "小院", items: [{ type: "html", position: "right", value: ${JSON.stringify(box)} }] } },
      presets: [["classic", { docs: { routeBasePath: "/" }, blog: false, pages: false }]],
    };\n`,
    "docs/index.md": "---\nslug: /\n---\n\n# 小院\n\n种菜、修车、喝茶、走路。\n",
    ...Object.fromEntries(posts().map(([name, text]) => [`docs/${name}`, text])),
  });
  symlinkSync(join(docusaurus, "node_modules"), join(folder, "node_modules"));
  runs(folder, ["@docusaurus/core", "bin/docusaurus.mjs"], "build");
  const index = ["index", "build", "--html", "--base-url", "/", "-o", "build/search.dzx", "--element"];
  runs(folder, ["duizhao", "dist/npm/cli.js"], ...index);
  await reads(await served(join(folder, "build"), later), (post) => `/${post}/`, { opener: "button.open" });
});
