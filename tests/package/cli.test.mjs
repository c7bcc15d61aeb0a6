// The command line: what it prints, its exit status, and one clear sentence for bad input.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { CLI, EVENING, folder, MORNING, run } from "./texts.mjs";

/** A folder with the two reports and their index. */
async function indexed(context) {
  const here = folder(context);
  here.write(MORNING.name, MORNING.text);
  here.write(EVENING.name, EVENING.text);
  const { status, out, err } = await run(["index", MORNING.name, EVENING.name, "-o", "two.dzx"], { cwd: here.path });
  assert.equal(status, 0, err);
  assert.match(out, /^two\.dzx: 2 documents, /);
  return here;
}

/** One sentence on stderr that says enough, exit 2, and never a stack trace. */
function isRefused({ status, err }, expected) {
  assert.equal(status, 2, err);
  assert.match(err, /^duizhao: [^\n]+\n$/, "one line");
  assert.match(err, expected);
  assert.doesNotMatch(err, / {4}at |\.js:\d|\.ts:\d/, "no stack trace");
}

test("index, search, columns, inspect, verify", async (context) => {
  const here = await indexed(context);
  const at = { cwd: here.path };
  const search = await run(["search", "two.dzx", "经济受益"], at);
  assert.equal(search.status, 0);
  assert.match(search.out, /經\(jīng\)濟\(jì\)受益/);
  const json = JSON.parse((await run(["search", "two.dzx", "新桥", "--json", "--limit", "1"], at)).out);
  assert.deepEqual([json.total, json.hits.length], [2, 1]);
  assert.equal((await run(["search", "two.dzx", "量子力学"], at)).status, 1, "nothing found is 1");
  const emptied = await run(["search", "two.dzx", '"经济受益" -新桥'], at);
  assert.equal(emptied.status, 1);
  assert.match(emptied.out, /Nothing left: 1 document answers, but holds what the minus leaves out\./);
  const columns = JSON.parse((await run(["columns", "two.dzx", "造价", "--json"], at)).out);
  assert.equal(columns.columns.length, 2);
  assert.match((await run(["inspect", "two.dzx"], at)).out, /documents\s+2\n/);
  assert.equal((await run(["verify", "two.dzx"], at)).status, 0);
  const explained = await run(["search", "two.dzx", "新桥", "--explain"], at);
  assert.match(explained.out, /= words [\d.]+ \+ /);
});

test("across: statements that recur, and terms that set apart", async (context) => {
  const here = await indexed(context);
  const at = { cwd: here.path };
  const plain = await run(["across", "two.dzx"], at);
  assert.equal(plain.status, 0, plain.err);
  assert.match(plain.out, /in 2 documents, score [\d.]+\n {2}2024-05-01 · 晨报/);
  assert.match(plain.out, /number: (100万元 → 200萬元|200萬元 → 100万元)/);
  const json = JSON.parse((await run(["across", "two.dzx", "--json", "--limit", "1"], at)).out);
  assert.equal(json.statements.length, 1);
  assert.equal((await run(["across", "two.dzx", "--document", MORNING.name], at)).status, 1, "nothing recurs in one");
  const terms = await run(["across", "two.dzx", "--terms"], at);
  assert.match(terms.out, /log-likelihood \(G²\)/);
  isRefused(await run(["across", "two.dzx", "--min-score", "2"], at), /--min-score must be from 0 to 1/);
});

test("many queries from a file, one JSON line each, in order", async (context) => {
  const here = await indexed(context);
  here.write("q.jsonl", '{"id":"a","query":"造价"}\n"没有这个"\n\n{"id":3,"query":"工期"}\n');
  const { status, out } = await run(["search", "two.dzx", "--queries", "q.jsonl"], { cwd: here.path });
  const lines = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(status, 0);
  assert.deepEqual(
    lines.map(({ id, query, total }) => [id, query, total > 0]),
    [
      ["a", "造价", true],
      [null, "没有这个", false],
      [3, "工期", true],
    ],
  );
});

test("folders, globs, .jsonl and standard input", async (context) => {
  const here = folder(context);
  mkdirSync(here.at("文/深"), { recursive: true });
  here.write("文/一.md", "# 一\n\n第一篇讲苹果。");
  here.write("文/深/二.txt", "第二篇讲香蕉。");
  here.write("文/图.png", "不是文字");
  here.write("多.jsonl", '{"id":"x1","title":"三","text":"第三篇讲橙子。"}\n{"id":"x2","text":"第四篇讲梨。"}\n');
  const at = { cwd: here.path };
  assert.match((await run(["index", "文", "-o", "a.dzx"], at)).out, /2 documents/);
  const found = JSON.parse((await run(["search", "a.dzx", "香蕉", "--json"], at)).out);
  assert.equal(found.hits[0].document.id, "深/二.txt");
  assert.match((await run(["index", "文/**/*.txt", "-o", "b.dzx"], at)).out, /1 document\b/);
  assert.match((await run(["index", "多.jsonl", "-o", "c.dzx"], at)).out, /2 documents/);
  const third = JSON.parse((await run(["search", "c.dzx", "橙子", "--json"], at)).out);
  assert.deepEqual([third.hits[0].document.id, third.hits[0].document.title], ["x1", "三"]);
  assert.match((await run(["index", "-", "-o", "d.dzx"], { ...at, input: "从标准输入来。" })).out, /1 document\b/);
});

test("compare: text, JSON, Markdown, CSV, HTML, and two documents of an index", async (context) => {
  const here = await indexed(context);
  const at = { cwd: here.path };
  const pair = [MORNING.name, EVENING.name];
  const plain = await run(["compare", ...pair], at);
  assert.equal(plain.status, 0);
  assert.match(plain.out, /number/);
  const json = JSON.parse((await run(["compare", ...pair, "--json"], at)).out);
  assert.ok(json.pairs.length >= 3);
  assert.match((await run(["compare", ...pair, "--markdown"], at)).out, /^\| 晨报：新桥通车 \| relation \| score \|/);
  assert.match((await run(["compare", ...pair, "--csv"], at)).out, /^晨报：新桥通车,relation,score,/);
  here.write("坏.txt", "<img src=x onerror=alert(1)>市长表示，新桥可能在2024年5月通车，造价约100万元。");
  assert.equal((await run(["compare", "坏.txt", EVENING.name, "--html", "out.html"], at)).status, 0);
  const html = readFileSync(here.at("out.html"), "utf8");
  assert.ok(!html.includes("<img") && html.includes("&lt;img"), "text stays text");
  const inIndex = JSON.parse((await run(["compare", ...pair, "--index", "two.dzx", "--json"], at)).out);
  assert.deepEqual(inIndex.pairs, json.pairs);
});

test("segment: one line in, words with spaces out", async () => {
  const { status, out } = await run(["segment"], { input: "他来到了北京大学\n\n我爱北京\n" });
  assert.equal(status, 0);
  assert.equal(out, "他 来到 了 北京大学\n\n我 爱 北京\n");
});

test("- is standard input and standard output wherever a file is named", async (context) => {
  const here = await indexed(context);
  const at = { cwd: here.path };
  const input = readFileSync(here.at("two.dzx"));
  assert.match((await run(["search", "-", "造价"], { ...at, input })).out, /2 of 2 documents/);
  assert.match((await run(["pack", "two.dzx", "-o", "-"], at)).out, /^<!doctype html>/);
  assert.match((await run(["compare", MORNING.name, EVENING.name, "--html", "-"], at)).out, /^<!doctype html>/);
  assert.equal(existsSync(here.at("-")), false);
});

test("pack: the page with the index inside, the policy untouched", async (context) => {
  const here = await indexed(context);
  const { status, err } = await run(["pack", "two.dzx", "-o", "two.html"], { cwd: here.path });
  assert.equal(status, 0, err);
  const html = readFileSync(here.at("two.html"), "utf8");
  assert.match(html, /Content-Security-Policy/);
  const [, attributes, base64] = /id="duizhao-index"([^>]*)>([^<]+)</.exec(html);
  const held = Buffer.from(base64, "base64");
  const bytes = attributes.includes("deflate-raw") ? inflateRawSync(held) : held;
  assert.deepEqual(bytes, readFileSync(here.at("two.dzx")));
});

test("pack --app: the same page with what a browser needs to install it", async (context) => {
  const here = await indexed(context);
  const { status, err } = await run(["pack", "two.dzx", "--app", "site"], { cwd: here.path });
  assert.equal(status, 0, err);
  const html = readFileSync(here.at("site/index.html"), "utf8");
  assert.match(html, /<link rel="manifest" href="manifest\.webmanifest"/);
  assert.match(html, /default-src 'none'/);
  assert.match(readFileSync(here.at("site/service-worker.js"), "utf8"), /PREFIX\}[0-9a-f]{16}`/);
  assert.equal(JSON.parse(readFileSync(here.at("site/manifest.webmanifest"), "utf8")).start_url, "./");
  assert.equal((await run(["pack", "two.dzx"], { cwd: here.path })).status, 2);
});

test("bad input: one clear sentence, exit 2, nothing else lost", async (context) => {
  const here = await indexed(context);
  const at = { cwd: here.path };
  here.write("空.txt", "");
  here.write("图.txt", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]));
  const bad = [
    [["search", "none.dzx", "桥"], /no index none\.dzx/],
    [["search", MORNING.name, "桥"], /晨报\.md: /],
    [["search", "two.dzx"], /Usage: duizhao search/],
    [["search", "two.dzx", "桥", "--limit", "many"], /--limit must be a whole number/],
    [["search", "two.dzx", "桥", "--colour"], /--colour/],
    [["index", "nowhere.txt", "-o", "x.dzx"], /no file or folder nowhere\.txt/],
    [["compare", "空.txt", MORNING.name], /空\.txt is empty/],
    [["compare", "图.txt", MORNING.name], /PNG/],
    [["compare", "无.txt", MORNING.name], /no file 无\.txt/],
    [["compare", "a", "b", "--index", "two.dzx"], /no document has the id/],
    [["fly"], /no command fly/],
    [["search", "two.dzx", "造价", "工期"], /in quotes: '造价 工期'/],
    [["search", "two.dzx", "造价", "-工期"], /'-工期'.* A query with a minus goes in quotes/],
    [
      ["compare", MORNING.name, MORNING.name, "--json", "--csv"],
      /--json and --csv are forms of one answer; choose one/,
    ],
    [["search", "two.dzx", "造价", "--document", "无.md"], /No document has the id "无\.md"/],
    [
      ["index", MORNING.name, "--base-url", "/", "-o", "x.dzx"],
      /--base-url is for the pages of a built site; add --html/,
    ],
    [["index", ".", "--html", "--base-url", "blog", "-o", "x.dzx"], /--base-url must begin with/],
    [["index", "nowhere", "--watch", "-o", "x.dzx"], /nowhere, so it cannot be watched/],
    [["index", MORNING.name, "-o", "no/x.dzx"], /there is no folder no/],
  ];
  for (const [args, sentence] of bad) {
    const result = await run(args, at);
    if (args[1] === "nowhere.txt") {
      assert.equal(result.status, 2);
      assert.match(result.err, sentence);
    } else isRefused(result, sentence);
  }
  const whole = readFileSync(here.at("two.dzx"));
  writeFileSync(here.at("cut.dzx"), whole.subarray(0, whole.length - 7));
  isRefused(await run(["search", "cut.dzx", "桥"], at), /cut\.dzx: /);
  here.write("page.dzx", "<!doctype html><title>404</title>");
  isRefused(await run(["verify", "page.dzx"], at), /page\.dzx: /);

  // The good ones go in, each bad one has its sentence.
  const mixed = await run(["index", MORNING.name, "空.txt", "图.txt", "nowhere.txt", "-o", "mixed.dzx"], at);
  assert.equal(mixed.status, 2);
  assert.match(mixed.out, /mixed\.dzx: 1 document\b/);
  assert.equal(mixed.err.trim().split("\n").length, 3, mixed.err);
  for (const sentence of [/空\.txt[^\n]*empty/, /图\.txt[^\n]*PNG/, /nowhere\.txt/]) assert.match(mixed.err, sentence);
});

test("two files of one name both go in, under their whole paths", async (context) => {
  const here = folder(context);
  mkdirSync(here.at("甲"));
  mkdirSync(here.at("乙"));
  here.write("甲/稿.txt", "甲社的稿子。");
  here.write("乙/稿.txt", "乙社的稿子。");
  const { status, out, err } = await run(["index", "甲/稿.txt", "乙/稿.txt", "-o", "稿.dzx"], { cwd: here.path });
  assert.equal(status, 2);
  assert.match(err, /^duizhao: More than one file is called 稿\.txt/);
  assert.match(out, /2 documents/);
});

test("a file that is not UTF-8 is read, and that is said", async (context) => {
  const here = folder(context);
  // 他说中国的经济 in GB18030
  here.write("旧.txt", Buffer.from("cbfbcbb5d6d0b9fab5c4bead bcc3".replace(/ /g, ""), "hex"));
  const { status, err } = await run(["index", "旧.txt", "-o", "旧.dzx"], { cwd: here.path });
  assert.equal(status, 0);
  assert.equal(err, "duizhao: 旧.txt is not UTF-8; it was read as gb18030.\n");
  assert.equal((await run(["search", "旧.dzx", "中国"], { cwd: here.path })).status, 0);
});

test("index again: what has not changed is taken over, and the file is the same as from nothing", async (context) => {
  const here = await indexed(context);
  const at = { cwd: here.path };
  const again = async (...more) => {
    const { status, out, err } = await run(
      ["index", MORNING.name, EVENING.name, "-o", "two.dzx", "--json", ...more],
      at,
    );
    assert.equal(status, 0, err);
    return JSON.parse(out);
  };
  const file = () => readFileSync(`${here.path}/two.dzx`);
  const before = file();
  assert.equal((await again()).numUnchanged, 2);
  assert.deepEqual(file(), before);
  assert.equal((await again("--rebuild")).numUnchanged, 0);
  assert.deepEqual(file(), before);
  here.write(EVENING.name, `${EVENING.text}\n\n补充一段。`);
  assert.match((await run(["index", MORNING.name, EVENING.name, "-o", "two.dzx"], at)).out, /1 unchanged/);
  const changed = file();
  await again("--rebuild");
  assert.deepEqual(file(), changed);
  const other = await again("--no-text");
  assert.equal(other.numUnchanged, 0);
  assert.match(other.notes.join(), /built in another way/);
  assert.equal((await again("--no-text")).numUnchanged, 2);
  here.write("two.dzx", "no index");
  assert.match((await again()).notes.join(), /built from nothing/);
});

test("parts become one index", async (context) => {
  const here = await indexed(context);
  const at = { cwd: here.path };
  for (const { name } of [MORNING, EVENING]) await run(["index", name, "-o", `${name}.dzx`], at);
  const { status, out } = await run(["index", `${MORNING.name}.dzx`, `${EVENING.name}.dzx`, "-o", "both.dzx"], at);
  assert.equal(status, 0);
  assert.match(out, /2 documents/);
  assert.deepEqual(readFileSync(`${here.path}/both.dzx`), readFileSync(`${here.path}/two.dzx`));
});

test("an index is written whole or not at all", async (context) => {
  const here = await indexed(context);
  const before = readFileSync(here.at("two.dzx"));
  const { status } = await run(["index", MORNING.name, "-o", "no/such/folder/x.dzx"], { cwd: here.path });
  assert.equal(status, 2);
  assert.ok(!existsSync(here.at("no")));
  assert.deepEqual(readFileSync(here.at("two.dzx")), before);
});

test("inspect says what was understood of a text", async (context) => {
  const here = folder(context);
  const at = { cwd: here.path };
  const text = [
    "# 新桥问答",
    "发布时间：2024年6月3日",
    "**记者：** 造价多少？",
    "**王强：** 约100万元，占预算的20-25%。监理是阿莫迪（Dario Amodei）。",
    "**记者：** 何时通车？",
    "**王强：** 五月。",
  ].join("\n\n");
  here.write("问答.md", text);
  const { status, out } = await run(["inspect", "问答.md"], at);
  assert.equal(status, 0);
  for (const line of [
    /^encoding +utf-8 \(strict\)$/m,
    /^title +新桥问答$/m,
    /^date +2024-06-03$/m,
    /^speakers +记者 \(2\), 王强 \(2\)$/m,
    /^aliases +阿莫迪 = dario amodei$/m,
    /^ +约?100万元 = 1000000 元$/m,
    /^ +20-25% = 20\.\.25 %$/m,
    /^ {2}heading 1 +# 新桥问答$/m,
    /^ {2}paragraph +王强: .*约100万元/m,
  ]) {
    assert.match(out, line);
  }
  const reading = JSON.parse((await run(["inspect", "问答.md", "--json"], at)).out);
  assert.deepEqual(
    reading.quantities.map(({ kind, start, end }) => [kind, reading.text.slice(start, end)]),
    [
      ["date", "2024年6月3日"],
      ["money", "100万元"],
      ["percent", "20-25%"],
      ["date", "五月"],
    ],
  );
});

test("help names every command, and each has its own", async () => {
  const { status, out } = await run(["--help"]);
  assert.equal(status, 0);
  for (const name of [
    "index",
    "search",
    "columns",
    "compare",
    "across",
    "segment",
    "pack",
    "inspect",
    "verify",
    "serve",
  ]) {
    assert.match(out, new RegExp(`duizhao ${name} `));
    assert.match((await run([name, "--help"])).out, new RegExp(`duizhao ${name}`));
  }
  assert.match((await run(["--version"])).out, /^\d+\.\d+\.\d+\n$/);
});

test("segment answers each line of a pipe while the pipe is open", async (context) => {
  const child = spawn(process.execPath, [CLI, "segment"], { stdio: ["pipe", "pipe", "inherit"] });
  context.after(() => child.kill());
  child.stdout.setEncoding("utf8");
  const answered = () => new Promise((settle) => child.stdout.once("data", settle));
  for (const [line, words] of [
    ["研究生命起源", "研究 生命 起源\n"],
    ["南京市长江大桥", "南京市 长江大桥\n"],
  ]) {
    const answer = answered();
    child.stdin.write(`${line}\n`);
    assert.equal(await answer, words);
  }
  child.stdin.end();
  assert.equal(await new Promise((settle) => child.once("close", settle)), 0);
});
