// `npm run docs`: the documentation as a site, in Chinese and English, in dist/docs. The product is used on itself: its command
// line indexes the pages, its element searches them. Sources are docs/guide, the papers beside the README, and the types.

import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, posix, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { buildPackageFromNothing, PACKAGE } from "./package.mjs";
import { main, ROOT, run, say } from "./steps.mjs";

export const DOCS = join(ROOT, "dist", "docs");

/** Pages of each language in the order of the menu: name, source, and in the menu. The English papers serve both. */
const PAGES = {
  zh: [
    ["index", "docs/guide/zh/index.md", "开始"],
    ["offline", "docs/guide/zh/offline.md", "离线网页"],
    ["site", "docs/guide/zh/site.md", "放进博客和网站"],
    ["package", "docs/guide/zh/package.md", "在程序里使用"],
    ["working", "docs/guide/zh/working.md", "怎样检索和对照"],
    ["limits", "docs/guide/zh/limits.md", "边界"],
    ["security", "docs/guide/zh/security.md", "安全与隐私"],
  ],
  en: [
    ["index", "docs/guide/en/index.md", "Start"],
    ["offline", "docs/guide/en/offline.md", "The offline page"],
    ["site", "docs/guide/en/site.md", "On your site"],
    ["package", "docs/guide/en/package.md", "In a program"],
    ["working", "docs/guide/en/working.md", "How it works"],
    ["limits", "docs/guide/en/limits.md", "Limits"],
    ["security", "SECURITY.md", "Security and privacy"],
    ["api", null, "API"],
    ["query", "docs/query.md", "Queries"],
    ["compare", "COMPARE.md", "Beside others"],
    ["format", "FORMAT.md", "File format"],
    ["changes", "CHANGELOG.md", "Changes"],
  ],
};
const PAPERS = PAGES.en.slice(-5);

const WORDS = {
  zh: { site: "对照 Duizhao", other: "English", lang: "zh-Hans", papers: "参考（英文）", menu: "目录" },
  en: { site: "Duizhao 对照", other: "中文", lang: "en", papers: "Reference", menu: "Contents" },
};

/** What a reader of the API sees first; the rest follows in the order of the files. */
const FIRST = ["Face", "Index", "Builder", "Segmenter"];
const TYPES = ["types", "builder-types", "segmenter-types"].map((name) => join(ROOT, "www", "lib", `${name}.ts`));

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** The anchor that code hosts make of a heading; `tests/rooms.rs` holds links to the same. */
const anchorOf = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{Alphabetic}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

/** Every exported declaration of a file of types, with the comment before it. */
function declarations(source) {
  const found = [];
  let comment = "";
  const lines = source.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    if (lines[at].startsWith("/**")) {
      const end = lines.findIndex((line, place) => place >= at && line.includes("*/"));
      comment = lines.slice(at, end + 1).join("\n");
      at = end;
      continue;
    }
    const [, name] = /^export (?:declare )?(?:interface|type|class|function|const) (\w+)/.exec(lines[at]) ?? [];
    if (name) {
      let end = at;
      let depth = 0;
      for (; end < lines.length; end += 1) {
        depth += (lines[end].match(/[{(]/g)?.length ?? 0) - (lines[end].match(/[})]/g)?.length ?? 0);
        if (depth === 0 && /[;}]$/.test(lines[end])) break;
      }
      const prose = comment.replace(/^\s*\/?\*+\/? ?/gm, "").replace(/\s*\*\/\s*$/, "");
      found.push({
        name,
        prose: prose.trim(),
        code: lines
          .slice(at, end + 1)
          .join("\n")
          .replace(/^export /, ""),
      });
      at = end;
    }
    if (lines[at].trim() !== "") comment = "";
  }
  return found;
}

/** The API as Markdown, from the types that the package ships. */
export function apiMarkdown() {
  const all = TYPES.flatMap((file) => declarations(readFileSync(file, "utf8")));
  const first = FIRST.map((name) => all.find((one) => one.name === name));
  if (first.includes(undefined)) throw new Error(`of ${FIRST.join(", ")} one is not declared any more`);
  const order = [...first, ...all.filter((one) => !first.includes(one))];
  const head = `# API\n\nMade from the declarations of the package. Offsets are UTF-16 units: \`text.slice(start, end)\` is right, rare characters
included. Every string is text, to be shown as text. Refusals are a \`DuizhaoError\` with a stable \`kind\`; wrong types are a
\`TypeError\`. First the functions, then what they take and give.`;
  return [head, ...order.map(({ name, prose, code }) => `## ${name}\n\n${prose}\n\n\`\`\`ts\n${code}\n\`\`\``)].join(
    "\n\n",
  );
}

/** Where a link of a source leads: a page of the site, a copied picture, or null for what is not published. */
function target(href, { source, language, pictures }) {
  if (/^(?:[a-z]+:|#)/i.test(href)) return href;
  const [path, anchor] = href.split("#");
  const wanted = posix.join(posix.dirname(source ?? "www/lib/types.ts"), path);
  if (/\.(?:jpg|png|svg)$/.test(wanted)) {
    pictures.add(wanted);
    return `../pictures/${basename(wanted)}`;
  }
  const isIt = ([, file]) => file === wanted || (file === null && wanted === "www/lib/types.ts");
  for (const other of [language, ...Object.keys(PAGES)]) {
    const page = PAGES[other].find(isIt);
    if (page) return `${other === language ? "" : `../${other}/`}${page[0]}.html${anchor ? `#${anchor}` : ""}`;
  }
  return null;
}

/** Markdown to the inside of a page. */
async function rendered(markdown, page) {
  const { Marked } = await import("marked");
  const marked = new Marked();
  marked.use({
    renderer: {
      heading({ tokens, depth }) {
        const inner = this.parser.parseInline(tokens);
        const id = anchorOf(this.parser.parseInline(tokens, this.parser.textRenderer));
        const mark =
          depth === 1 ? "" : ` <a class="anchor" href="#${escaped(id)}" aria-hidden="true" tabindex="-1">#</a>`;
        return `<h${depth} id="${escaped(id)}">${inner}${mark}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const to = target(href, page);
        const inner = this.parser.parseInline(tokens);
        return to === null ? inner : `<a href="${escaped(to)}">${inner}</a>`;
      },
      image({ href, text }) {
        return `<img src="${escaped(target(href, page))}" alt="${escaped(text)}" loading="lazy">`;
      },
      code({ text }) {
        // It scrolls, by keyboard too.
        return `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`;
      },
      table(token) {
        // Wide tables scroll by themselves, by keyboard too.
        const row = (cells, tag) =>
          `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join("")}</tr>`;
        const head = token.header.some(({ text }) => text.trim() !== "")
          ? `<thead>${row(token.header, "th")}</thead>`
          : "";
        const body = token.rows.map((cells) => row(cells, "td")).join("\n");
        const label =
          token.header
            .map(({ text }) => text.replace(/[`*]/g, "").trim())
            .filter(Boolean)
            .join(", ") || "…";
        return `<div class="table" tabindex="0" role="group" aria-label="${escaped(label)}"><table>${head}<tbody>${body}</tbody></table></div>\n`;
      },
    },
  });
  return marked.parse(markdown);
}

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

function pageHtml(language, name, title, body) {
  const words = WORDS[language];
  const other = language === "zh" ? "en" : "zh";
  const twin = PAGES[other].some(([page]) => page === name) ? name : "index";
  const item = ([page, , label], folder = "") =>
    `<li><a href="${folder}${page}.html"${folder === "" && page === name ? ' aria-current="page"' : ""}>${label}</a></li>`;
  const own = PAGES[language].filter((page) => !PAPERS.includes(page)).map((page) => item(page));
  const papers = PAPERS.map((page) => item(page, language === "en" ? "" : "../en/"));
  return `<!doctype html>
<html lang="${words.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escaped(title)} · ${words.site}</title>
<link rel="icon" href="../icon.svg">
<link rel="stylesheet" href="../style.css">
<script type="module" src="../element.js"></script>
</head>
<body>
<header>
<a class="name" href="index.html">${words.site}</a>
<duizhao-search src="../search.dzx" mode="dialog"></duizhao-search>
<a class="language" href="../${other}/${twin}.html" lang="${WORDS[other].lang}">${words.other}</a>
</header>
<div class="columns">
<nav aria-label="${words.menu}"><ul>${own.join("")}</ul><p>${words.papers}</p><ul>${papers.join("")}</ul></nav>
<main>
${body}</main>
</div>
</body>
</html>
`;
}

/** Builds the site into dist/docs; the package must be there. */
export async function buildDocs() {
  rmSync(DOCS, { recursive: true, force: true });
  const pictures = new Set();
  for (const [language, pages] of Object.entries(PAGES)) {
    mkdirSync(join(DOCS, language), { recursive: true });
    for (const [name, source] of pages) {
      const markdown = source === null ? apiMarkdown() : readFileSync(join(ROOT, source), "utf8");
      const title = /^# (.*)$/m.exec(markdown)?.[1] ?? name;
      const body = await rendered(markdown, { source, language, pictures });
      writeFileSync(join(DOCS, language, `${name}.html`), pageHtml(language, name, title, body));
    }
  }
  mkdirSync(join(DOCS, "pictures"));
  for (const picture of pictures) copyFileSync(join(ROOT, picture), join(DOCS, "pictures", basename(picture)));
  for (const name of ["style.css", "icon.svg", "index.html"])
    cpSync(join(ROOT, "docs", "guide", name), join(DOCS, name));
  const index = ["index", DOCS, "--html", "--base-url", "./", "-o", join(DOCS, "search.dzx"), "--element"];
  run(process.execPath, [join(PACKAGE, "cli.js"), ...index], { otherwise: "the documentation could not be indexed." });
  say(`the documentation is in ${dirname(resolve(DOCS, "index.html"))}; npx duizhao serve dist/docs shows it.`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await buildPackageFromNothing();
    await buildDocs();
  });
}
