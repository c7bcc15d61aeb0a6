/** A thread that reads pages of a site: a path or a page in, its text out. */

import { parentPort, workerData } from "node:worker_threads";
import type { SiteOptions } from "../lib/html.js";
import { type PageSource, readPage } from "./pages.js";

/** One after the other, so that answers come in the order of the questions. */
let last: Promise<unknown> = Promise.resolve();

parentPort?.on("message", (source: PageSource) => {
  last = last.then(async () => parentPort?.postMessage(await readPage(source, workerData as SiteOptions)));
});
