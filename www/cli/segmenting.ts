/** `duizhao segment`: one line in, its words separated by spaces out; or the lattice they were chosen from. */

import { createSegmenter, segment as segmentText } from "../lib/index.js";
import { type Arguments, type Command, isOn, Misuse, oneOf } from "./arguments.js";
import { lines } from "./inputs.js";
import { print } from "./output.js";

export const SEGMENT: Command = {
  usage: "duizhao segment [FILE] [--mode words|search|all] [--json | --lattice text|dot|svg]",
  about: "Cuts each line of a file, or of standard input, into words with spaces between them.",
  options: {
    mode: {
      type: "string",
      value: "MODE",
      about: "words (default), search (and the words inside long ones), all (every word of the lexicon)",
    },
    json: { type: "boolean", about: "each line's words with where they stand, as JSON" },
    lattice: { type: "string", value: "FORMAT", about: "what the words were chosen from: text, dot or svg" },
  },
  examples: [
    ["duizhao segment article.txt", "one line in, its words out"],
    ["echo 他来到了北京大学 | duizhao segment", "他 来到 了 北京大学"],
    ["echo 研究生命起源 | duizhao segment --lattice svg > lattice.svg", "a picture of the choice"],
  ],
  run: segment,
};

async function segment(args: Arguments): Promise<number> {
  if (args.positionals.length > 1) throw new Misuse(`Usage: ${SEGMENT.usage}`);
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
