// Word documents and electronic books, made here in our own words as the programs write them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { strToU8, zipSync } from "fflate";
import { inspect } from "../../dist/npm/index.js";

const zip = (files) => zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

const paragraph = (text, style = "") =>
  `<w:p><w:pPr>${style && `<w:pStyle w:val="${style}"/>`}</w:pPr><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

const WORD = zip({
  "[Content_Types].xml": "<Types/>",
  "word/document.xml": `<?xml version="1.0"?><w:document><w:body>${paragraph("月球样品报告", "Heading1")}${paragraph(
    "样品重一千九百三十五克，R&amp;D 部门正在分析。",
  )}<w:tbl><w:tr><w:tc>${paragraph("日期")}</w:tc><w:tc>${paragraph("六月二日")}</w:tc></w:tr><w:tr><w:tc>${paragraph("重量|克")}</w:tc><w:tc/></w:tr></w:tbl></w:body></w:document>`,
  "docProps/core.xml":
    '<cp:coreProperties><dc:title>样品</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">2024-06-28T08:00:00Z</dcterms:created></cp:coreProperties>',
});

const BOOK = zip({
  mimetype: "application/epub+zip",
  "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
  "OEBPS/book.opf": `<package><metadata><dc:title>观月记</dc:title><dc:date>2024</dc:date></metadata><manifest>
    <item id="two" href="Text/two.xhtml"/><item href="Text/one%20.xhtml" id="one"/></manifest>
    <spine><itemref idref="one"/><itemref idref="two"/></spine></package>`,
  "OEBPS/Text/one .xhtml": "<html><body><h1>第一章</h1><p>月亮升起来了。</p></body></html>",
  "OEBPS/Text/two.xhtml": "<html><body><h1>第二章</h1><p>潮水涨上来了。</p></body></html>",
});

test("a Word document: headings, paragraphs, tables, title and date", async () => {
  const document = await inspect({ name: "报告.docx", bytes: WORD });
  assert.equal(document.title, "样品");
  assert.equal(document.date, "2024-06-28");
  assert.deepEqual(
    document.blocks.map(({ kind }) => kind),
    ["heading", "paragraph", "table-row", "table-row"],
  );
  assert.match(document.text, /样品重一千九百三十五克，R&D 部门正在分析。/);
  assert.match(document.text, /日期 *\| *六月二日/);
});

test("an electronic book: chapters in reading order", async () => {
  const document = await inspect({ name: "观月记.epub", bytes: BOOK });
  assert.equal(document.title, "观月记");
  assert.equal(document.date, "2024");
  assert.ok(document.text.indexOf("月亮升起来了") < document.text.indexOf("潮水涨上来了"));
  assert.equal(document.blocks.filter(({ kind }) => kind === "heading").length, 2);
});

for (const [what, bytes] of [
  ["another archive", zip({ "xl/workbook.xml": "<workbook/>" })],
  ["a truncated archive", WORD.slice(0, 100)],
]) {
  test(`${what} is refused in one sentence`, async () => {
    await assert.rejects(inspect({ name: "x.docx", bytes }), (error) => {
      assert.equal(error.kind, "encoding");
      assert.match(error.message, /^"x\.docx": [A-Z].*\.$/);
      return true;
    });
  });
}
