/** `duizhao segment`: one line in, its words separated by spaces out; or the lattice they were chosen from. */

import { createSegmenter, segment as segmentText } from "../lib/index.js";
import { isOn, Misuse, oneOf, parse } from "./arguments.js";
import { lines } from "./inputs.js";
import { print } from "./output.js";

export const USAGE = "duizhao segment [FILE] [--mode words|search|all] [--json | --lattice text|dot|svg]";

export async function segment(rest: string[]): Promise<number> {
  const args = parse(rest, { mode: { type: "string" }, json: { type: "boolean" }, lattice: { type: "string" } }, USAGE);
  if (args.positionals.length > 1) throw new Misuse(`Usage: ${USAGE}`);
  const mode = oneOf(args, "mode", ["words", "search", "all"]) ?? "words";
  const format = oneOf(args, "lattice", ["text", "dot", "svg"]);
  if (format) {
    const segmenter = await createSegmenter();
    for await (const { line } of lines(args.positionals[0] ?? "-")) {
      print(isOn(args, "json") ? JSON.stringify(segmenter.lattice(line)) : segmenter.drawLattice(line, format));
    }
    return 0;
  }
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
