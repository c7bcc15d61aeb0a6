/** A thread that reads pages of a site: a path in, a page out. */

import { parentPort, workerData } from "node:worker_threads";
import type { SiteOptions } from "../lib/html.js";
import { readPage } from "./pages.js";

/** One after the other, so that answers come in the order of the questions. */
let last: Promise<unknown> = Promise.resolve();

parentPort?.on("message", (path: string) => {
  last = last.then(async () => parentPort?.postMessage(await readPage(path, workerData as SiteOptions)));
});
