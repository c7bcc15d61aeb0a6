// `npm run bless`: renews tests/snapshots/sizes.json from the last build. Reviewed as code.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { measuredSizes } from "./sizes.mjs";
import { ROOT, say } from "./steps.mjs";

const snapshot = { note: "bytes after gzip -9; renewed by `npm run bless`", gzipBytes: measuredSizes() };
writeFileSync(join(ROOT, "tests", "snapshots", "sizes.json"), `${JSON.stringify(snapshot, null, 2)}\n`);
say(`tests/snapshots/sizes.json: ${JSON.stringify(snapshot.gzipBytes)}`);
