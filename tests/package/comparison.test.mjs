// Comparisons as they leave the package: the schema, the table of an old and a new law, links set by hand, reports.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compare, comparisonCsv, comparisonHtml, comparisonMarkdown } from "../../dist/npm/index.js";
import { EVENING, folder, MORNING, ROOT, run } from "./texts.mjs";

const OLD =
  "第一条 为了保护城市树木，制定本办法。\n\n第二条 市园林局负责树木的登记和养护。\n\n第三条 古树由专人看护，所需经费由市财政承担。\n\n第四条 违反本办法砍伐树木的，处三千元罚款。\n";
const NEW =
  "第一条 为了保护城市树木，制定本办法。\n\n第二条 本市鼓励认领绿地。\n\n第三条 市园林局负责树木的登记和养护。\n\n第四条 违反本办法砍伐树木的，处五千元罚款。\n";

/** What a value breaks of a schema: the part of JSON Schema that ours uses. Unknown fields count as broken. */
function broken(schema, value, root, path = "$") {
  const found = [];
  const say = (what) => found.push(`${path}: ${what}`);
  if (schema.$ref) return broken(root.$defs[schema.$ref.split("/").at(-1)], value, root, path);
  if (schema.anyOf) {
    if (!schema.anyOf.some((one) => broken(one, value, root, path).length === 0)) say("fits none of anyOf");
    return found;
  }
  if (schema.enum && !schema.enum.includes(value)) say(`${JSON.stringify(value)} is none of ${schema.enum}`);
  const typeOf = (one) =>
    one === null ? "null" : Array.isArray(one) ? "array" : Number.isInteger(one) ? "integer" : typeof one;
  const types = [schema.type ?? []].flat();
  const type = typeOf(value);
  if (types.length > 0 && !types.includes(type) && !(type === "integer" && types.includes("number"))) {
    say(`${type} where ${types} is expected`);
    return found;
  }
  if (schema.minimum !== undefined && value < schema.minimum) say(`${value} is below ${schema.minimum}`);
  if (schema.maximum !== undefined && value > schema.maximum) say(`${value} is above ${schema.maximum}`);
  if (type === "array" && schema.items) {
    if (value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Number.POSITIVE_INFINITY)) {
      say(`${value.length} items`);
    }
    value.forEach((item, place) => {
      found.push(...broken(schema.items, item, root, `${path}[${place}]`));
    });
  }
  if (type === "object" && schema.properties) {
    for (const name of schema.required ?? []) if (!(name in value)) say(`${name} is missing`);
    for (const [name, item] of Object.entries(value)) {
      const field = schema.properties[name];
      if (field) found.push(...broken(field, item, root, `${path}.${name}`));
      else say(`${name} is not in the schema`);
    }
  }
  return found;
}

test("a comparison is as docs/comparison.schema.json says", async () => {
  const schema = JSON.parse(readFileSync(join(ROOT, "docs", "comparison.schema.json"), "utf8"));
  const byHand = { left: [0, 5], right: [0, 5] };
  for (const [left, right, options] of [
    [MORNING.text, EVENING.text, {}],
    [OLD, NEW, { unit: "article" }],
    [MORNING.text, EVENING.text, { unit: "passage", pinned: [byHand], rejected: [{ left: [9, 12], right: [9, 12] }] }],
    ["", "", {}],
  ]) {
    assert.deepEqual(broken(schema, await compare(left, right, options), schema), []);
  }
  assert.ok(broken(schema, { ...(await compare(OLD, NEW)), extra: 1 }, schema).length > 0, "the check can fail");
});

test("the table of an old and a new law: numbers, what happened, the changed words", async () => {
  const found = await compare(OLD, NEW, { unit: "article" });
  const table = found.articles.map(({ left, right, change }) => [left?.label, right?.label, change]);
  assert.deepEqual(table, [
    ["第一条", "第一条", "unchanged"],
    [undefined, "第二条", "added"],
    ["第二条", "第三条", "renumbered"],
    ["第三条", undefined, "dropped"],
    ["第四条", "第四条", "amended"],
  ]);
  const amended = found.pairs[found.articles[4].pair];
  const words = amended.differences.map(({ kind, left, right }) => [kind, OLD.slice(...left), NEW.slice(...right)]);
  assert.deepEqual(words, [["number", "三千元", "五千元"]]);
  const sides = { left: OLD, right: NEW };
  const markdown = comparisonMarkdown(found, sides, { language: "zh-Hans" });
  assert.match(markdown, /^\| 旧条号 \| 新条号 \| 变动 \|/);
  assert.match(markdown, /\| 第四条 \| 第四条 \| 修改 \| 三千元 → 五千元 \|/);
  assert.match(comparisonCsv(found, sides), /\r\n第三条,,dropped,,/);
  const html = comparisonHtml(found, sides, { language: "zh-Hans" });
  assert.match(html, /<mark class="left fact" title="number">三千元<\/mark>/);
  assert.match(html, /第三条　（内容未变）/);
});

test("links set and refused by hand survive a run from what was saved", async (context) => {
  const here = folder(context);
  here.write("旧.txt", MORNING.text);
  here.write("新.txt", EVENING.text);
  const plain = JSON.parse((await run(["compare", "旧.txt", "新.txt", "--json"], { cwd: here.path })).out);
  const [first] = plain.pairs;
  const set = { left: plain.onlyLeft[0], right: plain.onlyRight[0] };
  here.write("saved.json", JSON.stringify({ pinned: [set], rejected: [{ left: first.left, right: first.right }] }));
  let saved = "saved.json";
  for (const round of ["first", "again"]) {
    const { out, err, status } = await run(["compare", "旧.txt", "新.txt", "--links", saved, "--json"], {
      cwd: here.path,
    });
    assert.equal(status, 0, err);
    const again = JSON.parse(out);
    assert.deepEqual(again.pinned, [set], round);
    assert.ok(!again.pairs.some(({ left, right }) => `${left} ${right}` === `${first.left} ${first.right}`), round);
    const pinned = again.pairs.filter(({ isPinned }) => isPinned);
    assert.deepEqual(
      pinned.map(({ left, right, score }) => [left, right, score]),
      [[set.left, set.right, 1]],
    );
    here.write("saved2.json", out);
    saved = "saved2.json";
  }
  const refused = await run(["compare", "旧.txt", "新.txt", "--links", "旧.txt"], { cwd: here.path });
  assert.equal(refused.status, 2);
  assert.match(refused.err, /^duizhao: 旧\.txt could not be read as JSON/);
});

test("an HTML report is one file: no script, nothing loaded, every text as text", async () => {
  const left = '市长表示，造价约100万元。<img src=x onerror="alert(1)">';
  const right = "市長表示,造價約200萬元。<script>alert(1)</script>";
  const html = comparisonHtml(await compare(left, right), { left, right }, { language: "zh-Hant" });
  assert.doesNotMatch(html, /<script|<img|https?:|url\(|<link/);
  assert.match(html, /default-src 'none'/);
  assert.match(html.replace(/<\/?mark[^>]*>/g, ""), /&lt;img src=x onerror=&quot;alert\(1\)&quot;&gt;/);
  assert.match(html, /<b>數字<\/b> 100万元 → 200萬元/);
  const csv = comparisonCsv(await compare("=1+1是二。", "=1+1是二。"), { left: "=1+1是二。", right: "=1+1是二。" });
  assert.match(csv, /\r\n'=1\+1是二。,/, "no cell that a spreadsheet would run");
});
