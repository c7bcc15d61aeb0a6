// `npm run bless`: renews tests/snapshots/sizes.json from the last build. Reviewed as code.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { measuredSizes } from "./sizes.mjs";
import { ROOT, say } from "./steps.mjs";

const snapshot = {
  note: "bytes as they are loaded: modules in columns and deflated, the rest after gzip -9; renewed by `npm run bless`",
  bytes: await measuredSizes(),
};
writeFileSync(join(ROOT, "tests", "snapshots", "sizes.json"), `${JSON.stringify(snapshot, null, 2)}\n`);
say(`tests/snapshots/sizes.json: ${JSON.stringify(snapshot.bytes)}`);
