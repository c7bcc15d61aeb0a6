/** Cutting texts into words, over whatever module can. */

import { checkSegmenterOptions, checkSegmentOptions, checkString } from "./checks.js";
import { abortable } from "./inputs.js";
import { OpenedSegmenter } from "./segmenter.js";
import type { Face, Word } from "./types.js";
import type { Work } from "./work.js";

/** The two functions of the face that cut texts. */
export function segmentingOver(work: Work): Pick<Face, "segment" | "createSegmenter"> {
  return {
    async segment(text, options = {}) {
      checkString(text, "text");
      checkSegmentOptions(options, "options");
      const asked = work.withLexicon().then((channel) => channel.call("segment", text, options.mode ?? "words"));
      return JSON.parse(await abortable(asked, options.signal)) as Word[];
    },
    async createSegmenter(options = {}) {
      checkSegmenterOptions(options, "options");
      return new OpenedSegmenter(await work.hereWithLexicon(), work.nextHandle(), options);
    },
  };
}
