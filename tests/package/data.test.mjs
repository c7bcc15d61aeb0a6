// The data files are what data/README.md says, and the sizes are what tests/snapshots/sizes.json says.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { measuredSizes } from "../../scripts/sizes.mjs";
import { ROOT } from "./texts.mjs";

test("every data file has the checksum of data/README.md", () => {
  const said = new Map(
    [...readFileSync(join(ROOT, "data", "README.md"), "utf8").matchAll(/^([0-9a-f]{64}) {2}(\S+)$/gm)].map(
      ([, sum, name]) => [name, sum],
    ),
  );
  const files = readdirSync(join(ROOT, "data")).filter((name) => name !== "README.md");
  assert.deepEqual([...said.keys()].sort(), files.sort(), "one line for each file");
  for (const name of files) {
    const sum = createHash("sha256")
      .update(readFileSync(join(ROOT, "data", name)))
      .digest("hex");
    assert.equal(sum, said.get(name), `data/${name} changed: say why in data/README.md and renew its checksum`);
  }
});

test("module, page and package are as large as the snapshot says, a twentieth more or less", async () => {
  const file = join(ROOT, "tests", "snapshots", "sizes.json");
  assert.ok(existsSync(file), "run `npm run bless`");
  const snapshot = JSON.parse(readFileSync(file, "utf8"));
  const measured = await measuredSizes();
  assert.deepEqual(Object.keys(measured).sort(), Object.keys(snapshot.bytes).sort());
  for (const [name, bytes] of Object.entries(measured)) {
    const expected = snapshot.bytes[name];
    // The rustup target's ready-made standard library makes a larger module than the one built here for size.
    const most = name === "module" || name === "page" ? 1.4 : 1.05;
    assert.ok(
      bytes <= expected * most,
      `${name}: ${bytes} bytes, ${expected} in tests/snapshots/sizes.json; if that is meant, run \`npm run bless\``,
    );
  }
});
