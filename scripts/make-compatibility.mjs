// Writes data/compatibility.txt: single characters that Unicode's compatibility decomposition (NFKC) turns into
// one other character, for the blocks that Chinese texts use. Run: node scripts/make-compatibility.mjs
import { writeFileSync } from "node:fs";

const blocks = [
  [0x2e80, 0x2fdf, "CJK radicals supplement, Kangxi radicals"],
  [0x2460, 0x24ff, "enclosed alphanumerics"],
  [0x3021, 0x303a, "Hangzhou numerals (only those with a compatibility form)"],
  [0x3200, 0x33ff, "enclosed CJK letters, CJK compatibility"],
  [0xf900, 0xfaff, "CJK compatibility ideographs"],
  [0x2f800, 0x2fa1f, "CJK compatibility ideographs supplement"],
];
// CJK radicals supplement: most have no decomposition though they are drawn like a character; these do occur in
// texts copied from PDF files.
const radicals =
  "⺁厂⺆冂⺈刀⺌小⺍小⺕彐⺜日⺝月⺟母⺠民⺡水⺢水⺣火⺤爪⺩玉⺪疋⺬示⺮竹⺯糸⺰糸⺶羊⺷羊⺹老⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衣⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑长⻒长⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龟⻲亀⻳龟";

const pairs = new Map();
const letters = [...radicals];
for (let i = 0; i + 1 < letters.length; i += 2) pairs.set(letters[i], letters[i + 1]);
for (const [first, last] of blocks) {
  for (let code = first; code <= last; code++) {
    const from = String.fromCodePoint(code);
    const to = from.normalize("NFKC");
    if (to !== from && [...to].length === 1) pairs.set(from, to);
  }
}
const lines = [...pairs].sort(([a], [b]) => a.codePointAt(0) - b.codePointAt(0)).map(([from, to]) => `${from}\t${to}`);
const head = [
  "# Compatibility characters and the one character each stands for.",
  "# Made by scripts/make-compatibility.mjs from Unicode's NFKC data; radicals without a decomposition by shape.",
  ...blocks.map(
    ([first, last, name]) => `# U+${first.toString(16).toUpperCase()}..U+${last.toString(16).toUpperCase()} ${name}`,
  ),
];
writeFileSync(new URL("../data/compatibility.txt", import.meta.url), [...head, ...lines, ""].join("\n"));
