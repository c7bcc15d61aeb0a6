/** `duizhao segment`: one line in, its words separated by spaces out. */

import { segment as segmentText } from "../lib/index.js";
import { isOn, Misuse, oneOf, parse } from "./arguments.js";
import { lines } from "./inputs.js";
import { print } from "./output.js";

export const USAGE = "duizhao segment [FILE] [--mode words|search|all] [--json]";

export async function segment(rest: string[]): Promise<number> {
  const args = parse(rest, { mode: { type: "string" }, json: { type: "boolean" } }, USAGE);
  if (args.positionals.length > 1) throw new Misuse(`Usage: ${USAGE}`);
  const mode = oneOf(args, "mode", ["words", "search", "all"]) ?? "words";
  for await (const { line } of lines(args.positionals[0] ?? "-")) {
    const words = await segmentText(line, { mode });
    if (isOn(args, "json")) print(JSON.stringify(words));
    else
      print(
        words
          .map((word) => word.text)
          .filter((word) => word.trim() !== "")
          .join(" "),
      );
  }
  return 0;
}
