// `duizhao index FOLDER --html` and what belongs to it: pages of a built site, the config file, threads, --watch.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { CLI, folder, ROOT, run } from "./texts.mjs";

const page = (title, body, head = "") =>
  `<!doctype html><html lang="zh"><head><title>${title} | 博客</title>${head}</head><body><nav>导航链接</nav>${body}<footer>页脚声明</footer></body></html>`;

/** A small built site; gives the folder. */
function site(context, extra = {}) {
  const here = folder(context);
  const pages = {
    "index.html": page("首页", "<main><h1>欢迎光临</h1><p>这里写首页的话。</p></main>"),
    "404.html": page("没有", "<main><h1>找不到</h1><p>首页在别处。</p></main>"),
    "old.html": page("旧", "<main><p>首页搬家了</p></main>", '<meta http-equiv="refresh" content="0; url=/">'),
    "secret.html": page("密", "<main><p>首页的秘密</p></main>", '<meta name="robots" content="noindex">'),
    "archive/index.html": page(
      "归档",
      '<main><article><h2><a href="/a/">首页甲</a></h2></article><article><h2><a href="/b/">首页乙</a></h2></article></main>',
    ),
    "文章/安装.html": page(
      "安装",
      `<main><h1>安装<a class="headerlink" href="#x">#</a></h1><p>先下载。</p>
       <h2 id="linux">在 Linux 上<a href="#linux">¶</a></h2><p>用包管理器安装。</p><p data-duizhao-ignore>赞助广告</p><p class="toc">目录内容</p>
       <h2 id="变量">模板 {变量}</h2><p>花括号里是名字。</p><time datetime="2024-03-02T08:00">三月</time></main>`,
    ),
    ...extra,
  };
  for (const [name, html] of Object.entries(pages)) {
    mkdirSync(dirname(here.at(join("public", name))), { recursive: true });
    here.write(join("public", name), html);
  }
  return here;
}

const search = async (here, query) =>
  JSON.parse((await run(["search", "s.dzx", query, "--json"], { cwd: here.path })).out).hits;

test("pages of a site: text of main, title of the page, address, date, anchor", async (context) => {
  const here = site(context);
  const made = await run(["index", "public", "--html", "--base-url", "/blog", "--ignore", ".toc", "-o", "s.dzx"], {
    cwd: here.path,
  });
  assert.equal(made.status, 0, made.err);
  assert.match(made.out, /^s\.dzx: 2 documents/);
  for (const reason of [/1 page was left out: it leads elsewhere/, /noindex/, /list of articles/, /404/])
    assert.match(made.err, reason);
  const [hit] = await search(here, "包管理器");
  assert.deepEqual(
    [hit.document.title, hit.document.url, hit.document.date],
    ["安装", `/blog/${encodeURIComponent("文章")}/${encodeURIComponent("安装")}.html`, "2024-03-02"],
  );
  assert.deepEqual([hit.passages[0].heading, hit.passages[0].anchor], ["安装 › 在 Linux 上", "linux"]);
  const [braces] = await search(here, "花括号");
  assert.deepEqual([braces.passages[0].heading, braces.passages[0].anchor], ["安装 › 模板 {变量}", "变量"]);
  assert.equal((await search(here, "首页"))[0].document.url, "/blog/");
  for (const query of ["导航链接", "页脚声明", "赞助广告", "目录内容", "首页甲", "linux}"])
    assert.ok((await search(here, `"${query}"`)).length === 0, query);
});

test("data-duizhao-body and -meta: what is marked, and only that", async (context) => {
  const here = site(context, {
    "marked.html": page(
      "标记",
      '<main><p>外面的话</p><div data-duizhao-body><h1 data-duizhao-meta="title">真标题</h1><p>里面的话</p></div><span data-duizhao-meta="date:2023-05; source:晨报"></span></main>',
      '<link rel="canonical" href="https://blog.example/marked">',
    ),
  });
  const made = await run(["index", "public", "--html", "-o", "s.dzx"], { cwd: here.path });
  assert.match(made.out, /^s\.dzx: 1 document\b/);
  assert.match(made.err, /have no data-duizhao-body/);
  const [hit] = await search(here, "里面的话");
  const { title, url, date, source } = hit.document;
  assert.deepEqual([title, url, date, source], ["真标题", "https://blog.example/marked", "2023-05", "晨报"]);
  assert.deepEqual(await search(here, '"外面的话"'), []);
});

test("a selector that is none is said once", async (context) => {
  const here = site(context);
  const { status, err } = await run(["index", "public", "--html", "--ignore", ".toc[", "-o", "s.dzx"], {
    cwd: here.path,
  });
  assert.equal(status, 2);
  assert.match(err, /^duizhao: "\.toc\[" is no CSS selector[^\n]*\n$/);
});

test("pages of a glob have their path below the folder of its first star; pages named outright are told apart", async (context) => {
  const here = site(context, { "甲/乙.html": page("乙", "<main><p>深处的一页。</p></main>") });
  const at = { cwd: here.path };
  assert.equal((await run(["index", "public/**/*.html", "--html", "--base-url", "/", "-o", "s.dzx"], at)).status, 0);
  assert.equal(decodeURIComponent((await search(here, "深处"))[0].document.url), "/甲/乙.html");
  const { err } = await run(["index", "public/甲/乙.html", "--html", "--base-url", "/", "-o", "s.dzx"], at);
  assert.match(err, /the address is taken to be/);
});

test("a page that only speaks of data-duizhao-body marks nothing", async (context) => {
  const here = site(context, {
    "help.html": page("帮助", "<main><p>写上 <code>data-duizhao-body</code> 就只收这一部分。</p></main>"),
  });
  const made = await run(["index", "public", "--html", "-o", "s.dzx"], { cwd: here.path });
  assert.match(made.out, /^s\.dzx: 3 documents/);
});

test("--element lays the script of the search box, and what it loads, beside the index", async (context) => {
  const here = site(context);
  const made = await run(["index", "public", "--html", "--site", "public/s", "--element"], { cwd: here.path });
  assert.match(made.out, /public\/s\/element\.js/);
  const names = readdirSync(here.at("public/s")).filter((name) => name.endsWith(".js"));
  for (const name of names) {
    for (const [, loaded] of readFileSync(here.at(`public/s/${name}`), "utf8").matchAll(
      /import\(?["'`]\.\/([\w-]+\.js)/g,
    ))
      assert.ok(names.includes(loaded), `${name} loads ${loaded}`);
  }
  assert.ok(names.length >= 2, names.join());
  const refused = await run(["index", "public", "--html", "-o", "-", "--element"], { cwd: here.path });
  assert.deepEqual([refused.status, refused.out], [2, ""]);
});

test("a large index in one file is advised against, in pieces it is not", async (context) => {
  let state = 7;
  const character = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return String.fromCharCode(0x4e00 + ((state >>> 8) % 3000));
  };
  const text = Array.from({ length: 220_000 }, character).join("");
  const here = site(context, { "long.html": page("长", `<main><p>${text}</p></main>`) });
  const index = (...args) => run(["index", "public", "--html", "--base-url", "/", ...args], { cwd: here.path });
  assert.match((await index("-o", "s.dzx")).err, /readers load \d+ KB .*--site/s);
  assert.doesNotMatch((await index("--site", "pieces")).err, /readers load/);
});

test("the same bytes from one thread and from three", async (context) => {
  const many = Object.fromEntries(
    Array.from({ length: 90 }, (_, at) => [
      `p/${String(at).padStart(2, "0")}.html`,
      page(`第${at}页`, `<main><h1>第${at}页</h1><p>${"这一页说的是第几件事。".repeat(1 + (at % 7))}</p></main>`),
    ]),
  );
  const here = site(context, many);
  const bytes = [];
  for (const threads of ["1", "3"]) {
    const out = `t${threads}.dzx`;
    const made = await run(["index", "public", "--html", "--threads", threads, "-o", out], { cwd: here.path });
    assert.equal(made.status, 0, made.err);
    bytes.push(readFileSync(here.at(out)));
  }
  assert.deepEqual(bytes[0], bytes[1]);
});

test("a config file says it all; what is wrong in it is said with its name", async (context) => {
  const here = site(context);
  const config = { $schema: "x", input: ["public"], out: "s.dzx", html: true, cleanUrls: true, ignore: [".toc"] };
  here.write("duizhao.config.json", JSON.stringify(config));
  const at = { cwd: here.path };
  assert.equal((await run(["index"], at)).status, 0);
  assert.equal(
    (await search(here, "包管理器"))[0].document.url,
    `/${encodeURIComponent("文章")}/${encodeURIComponent("安装")}`,
  );
  const wrong = [
    ['{"inptu": []}', /duizhao\.config\.json: there is no setting "inptu"; is "input" meant\?/],
    ['{"threads": "many"}', /"threads" must be a whole number from 1 to 64; it is "many"/],
    ["[1]", /is not a JSON object/],
    ["{", /is not JSON/],
  ];
  for (const [contents, sentence] of wrong) {
    here.write("duizhao.config.json", contents);
    const { status, err } = await run(["index"], at);
    assert.equal(status, 2);
    assert.match(err, sentence);
    assert.equal(err.trim().split("\n").length, 1);
  }
});

test("the schema knows the settings that the command knows", async (context) => {
  const schema = JSON.parse(readFileSync(join(ROOT, "www/cli/duizhao.schema.json"), "utf8"));
  const here = folder(context);
  here.write("duizhao.config.json", '{"nothing-like-it": 1}');
  const { err } = await run(["index"], { cwd: here.path });
  const known = /there are (.*)\.\n/.exec(err)[1].split(", ");
  assert.deepEqual(
    Object.keys(schema.properties).filter((key) => key !== "$schema"),
    known,
  );
});

test("standard input: lines of JSON in, an index out", async (context) => {
  const here = folder(context);
  const lines = '{"id":"a","text":"第一篇讲苹果。"}\n{"id":"b","text":"第二篇讲香蕉。"}\n';
  const made = await run(["index", "-", "-o", "s.dzx"], { cwd: here.path, input: lines });
  assert.match(made.out, /2 documents/);
  assert.equal((await search(here, "香蕉"))[0].document.id, "b");
});

test("an index that cannot be written whole leaves the old one", {
  skip: process.platform === "win32",
}, async (context) => {
  const here = site(context);
  const at = { cwd: here.path };
  assert.equal((await run(["index", "public", "--html", "-o", "s.dzx"], at)).status, 0);
  const before = readFileSync(here.at("s.dzx"));
  here.write("public/more.html", page("更多", `<main><p>${"新的内容，".repeat(50_000)}</p></main>`));
  // A full disk, as far as the program can tell: no file may grow past half a kilobyte.
  const command = `ulimit -f 1; trap '' XFSZ; exec "$0" "$@"`;
  const child = spawn("sh", ["-c", command, process.execPath, CLI, "index", "public", "--html", "-o", "s.dzx"], at);
  let err = "";
  child.stderr.on("data", (piece) => {
    err += piece;
  });
  const status = await new Promise((settle) => child.on("close", settle));
  if (status === 0) return context.skip("the limit on file sizes does not hold here");
  assert.equal(status, 2, err);
  assert.match(err, /s\.dzx could not be written \(EFBIG\)/);
  assert.deepEqual(readFileSync(here.at("s.dzx")), before);
});

test("--watch makes it again when a page changes, and ends at Ctrl+C", async (context) => {
  const here = site(context);
  const args = [CLI, "index", "public", "--html", "-o", "public/s.dzx", "--element", "--watch"];
  const child = spawn(process.execPath, args, { cwd: here.path });
  context.after(() => child.kill());
  let out = "";
  const until = (stream, wanted) =>
    new Promise((settle, reject) => {
      child.once("close", () => reject(new Error(`ended: ${out}`)));
      stream.on("data", (piece) => {
        out += piece;
        if (wanted.test(out)) settle();
      });
    });
  await until(child.stderr, /Watching public/);
  const again = until(child.stdout, /3 documents/);
  writeFileSync(here.at("public/new.html"), page("新", "<main><p>刚写的新文章。</p></main>"));
  await again;
  await new Promise((settle) => setTimeout(settle, 600));
  assert.equal(out.match(/3 documents/g).length, 1, "what it writes itself is no change");
  const ended = new Promise((settle) => child.once("close", settle));
  child.kill("SIGINT");
  assert.equal(await ended, 0);
});

/** Watches an input until the test is over; gives what waits until the command has said something. */
function watched(context, here, input, out) {
  const child = spawn(process.execPath, [CLI, "index", input, "-o", out, "--watch"], { cwd: here.path });
  context.after(() => child.kill());
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (piece) => {
      said += piece;
    });
  return async (wanted) => {
    while (!wanted.test(said)) await new Promise((settle) => setTimeout(settle, 20));
  };
}

test("--watch sees a file that is written anew and renamed, as editors do, more than once", async (context) => {
  const here = site(context);
  here.write("one.md", "一。");
  const until = watched(context, here, "one.md", "one.dzx");
  await until(/Watching one\.md/);
  for (const text of ["一二。", "一二三。"]) {
    here.write("one.part", text);
    renameSync(here.at("one.part"), here.at("one.md"));
    await until(new RegExp(`${text.length} characters`));
  }
});

test("--watch of an empty folder waits for its first file", async (context) => {
  const here = site(context);
  mkdirSync(here.at("notes"));
  const until = watched(context, here, "notes", "notes.dzx");
  await until(/nothing to index[\s\S]*Watching notes/);
  here.write("notes/first.md", "一。");
  await until(/notes\.dzx: 1 document, 2 characters/);
});
