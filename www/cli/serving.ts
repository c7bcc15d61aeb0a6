/** `duizhao serve`: a folder, or the page itself, on this machine only. */

import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { type Arguments, type Command, Misuse, whole } from "./arguments.js";
import { openFile } from "./asking.js";
import { print } from "./output.js";
import { page, served } from "./packing.js";

export const SERVE: Command = {
  usage: "duizhao serve [FOLDER | INDEX] [--port N]",
  about: "Shows a folder, or the page (with an index in it), on this machine only.",
  options: { port: { type: "string", value: "N", about: "the port, 0 for any that is free (default 8137)" } },
  examples: [
    ["duizhao serve public", "a built site with its search, as a web server would show it"],
    ["duizhao serve reports.dzx", "the page with this index"],
  ],
  run: serve,
};

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".txt": "text/plain; charset=utf-8",
  ".md": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Answers until it is stopped; the promise settles then. */
async function serve(args: Arguments): Promise<number> {
  const port = whole(args, "port", 0, 65_535) ?? 8137;
  const [given, ...more] = args.positionals;
  if (more.length > 0) throw new Misuse(`Usage: ${SERVE.usage}`);
  const isFolder = given !== undefined && statSync(given, { throwIfNoEntry: false })?.isDirectory() === true;
  if (given !== undefined && !isFolder && !statSync(given, { throwIfNoEntry: false })) {
    throw new Misuse(`There is no folder and no index ${given}.`);
  }
  const root = isFolder ? resolve(given) : null;
  const index = isFolder || given === undefined ? undefined : await (await openFile(given)).bytes();
  const files = isFolder ? {} : served(await page(index));
  const server = createServer((request, response) => {
    const refuse = (status: number, sentence: string) => {
      response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(sentence);
    };
    let path: string;
    try {
      path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    } catch {
      return refuse(400, "This address cannot be read.");
    }
    if (root === null) {
      // Every other path is the page: it keeps its state behind the #.
      const name = Object.hasOwn(files, path.slice(1)) ? path.slice(1) : "index.html";
      const type = TYPES[extname(name)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, "cache-control": "no-cache" }).end(files[name]);
      return;
    }
    let file = resolve(join(root, path));
    if (file !== root && !file.startsWith(root + sep)) return refuse(404, "There is no such file.");
    let found = statSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory()) {
      file = join(file, "index.html");
      found = statSync(file, { throwIfNoEntry: false });
    }
    if (!found?.isFile()) return refuse(404, "There is no such file.");
    response.writeHead(200, {
      "content-type": TYPES[extname(file).toLowerCase()] ?? "application/octet-stream",
      "content-length": found.size,
      "cache-control": "no-cache",
    });
    createReadStream(file).pipe(response);
  });
  return new Promise((settle, reject) => {
    server.on("error", (error: NodeJS.ErrnoException) => {
      reject(
        new Misuse(error.code === "EADDRINUSE" ? `Port ${port} is taken; name another with --port.` : error.message),
      );
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      print(`http://127.0.0.1:${typeof address === "object" && address ? address.port : port}/  (stop with Ctrl+C)`);
    });
    process.once("SIGINT", () => {
      server.close();
      server.closeAllConnections();
      settle(0);
    });
  });
}
