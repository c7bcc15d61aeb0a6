// Names the functions of a module so that, sorted by name, each stands beside those that are like it.
//
// Compilers make one function for each type that a generic one is used with; deflate finds such likeness only within 32 KB.
// Put side by side, the copies cost next to nothing: 487 KB after gzip became 460 (24 November 2026). wasm-opt does the
// moving (`--reorder-functions-by-name`), since it knows every place that names a function by its number.

/** What a deflate window holds. */
const WINDOW_BYTES = 32_768;
/** Likeness is counted in runs of so many bytes that two functions share; a longer run is many of them. */
const RUN_BYTES = 6;
/** Runs that stand in more functions than this tell nothing. */
const MAX_SHARING = 64;
/** What is shared is weighed against the length to this power, so that short functions do not always come first. */
const LENGTH_POWER = 0.8;

const SECTION_NAMES = 0;
const SECTION_IMPORTS = 2;
const SECTION_CODE = 10;
const SUBSECTION_FUNCTIONS = 1;

/** The numbers of a WebAssembly module. */
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  byte() {
    return this.bytes[this.at++];
  }

  number() {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  name() {
    return this.take(this.number());
  }
}

function numberBytes(number) {
  const bytes = [];
  do {
    const low = number % 128;
    number = Math.floor(number / 128);
    bytes.push(number > 0 ? low | 128 : low);
  } while (number > 0);
  return Buffer.from(bytes);
}

const withLength = (bytes) => Buffer.concat([numberBytes(bytes.length), bytes]);

/** Gives the module with names by which likeness sorts its functions; what names it had are dropped. */
export function namedByLikeness(module) {
  const { numImported, bodies, sections } = read(module);
  const rank = new Array(bodies.length);
  for (const [place, body] of order(bodies).entries()) rank[body] = place;
  const names = rank.map((place, body) =>
    Buffer.concat([numberBytes(numImported + body), withLength(Buffer.from(String(place).padStart(6, "0")))]),
  );
  const functions = withLength(Buffer.concat([numberBytes(names.length), ...names]));
  const section = Buffer.concat([withLength(Buffer.from("name")), Buffer.from([SUBSECTION_FUNCTIONS]), functions]);
  return Buffer.concat([module.subarray(0, 8), ...sections, Buffer.from([SECTION_NAMES]), withLength(section)]);
}

/** The bodies of a module's functions, how many functions it imports, and its sections but for names. */
function read(module) {
  const reader = new Reader(module);
  reader.at = 8;
  let numImported = 0;
  const [bodies, sections] = [[], []];
  while (reader.at < module.length) {
    const start = reader.at;
    const kind = reader.byte();
    const end = reader.number() + reader.at;
    if (kind === SECTION_IMPORTS) numImported = importedFunctions(reader);
    if (kind === SECTION_CODE) for (let left = reader.number(); left > 0; left--) bodies.push(reader.name());
    const isNames = kind === SECTION_NAMES && reader.name().toString() === "name";
    if (!isNames) sections.push(module.subarray(start, end));
    reader.at = end;
  }
  return { numImported, bodies, sections };
}

function importedFunctions(reader) {
  const limits = () => {
    const hasMost = reader.number() & 1;
    reader.number();
    if (hasMost) reader.number();
  };
  let numFunctions = 0;
  for (let left = reader.number(); left > 0; left--) {
    reader.name();
    reader.name();
    const kind = reader.byte();
    if (kind === 0) {
      numFunctions += 1;
      reader.number();
    } else if (kind === 1) {
      reader.byte();
      limits();
    } else if (kind === 2) limits();
    else if (kind === 3) reader.take(2);
    else throw new Error(`the module imports something of a kind (${kind}) that is not known here`);
  }
  return numFunctions;
}

/** Of each body the runs that others have too, as numbers. */
function sharedRuns(bodies) {
  const holders = new Map();
  const runsOf = bodies.map((body, of) => {
    const runs = new Set();
    for (let at = 0; at + RUN_BYTES <= body.length; at++) {
      let hash = 0;
      for (let next = at; next < at + RUN_BYTES; next++) hash = (Math.imul(hash, 0x01000193) ^ body[next]) >>> 0;
      runs.add(hash);
    }
    for (const run of runs) {
      const known = holders.get(run);
      if (known) known.push(of);
      else holders.set(run, [of]);
    }
    return runs;
  });
  const isTelling = (run) => holders.get(run).length > 1 && holders.get(run).length <= MAX_SHARING;
  return { holders, runsOf: runsOf.map((runs) => [...runs].filter(isTelling)) };
}

/** The numbers of the bodies: each time the one that shares most with what the window holds. */
function order(bodies) {
  const { holders, runsOf } = sharedRuns(bodies);
  const numShared = new Uint32Array(bodies.length);
  const weight = bodies.map((body) => 1 / body.length ** LENGTH_POWER);
  const inWindow = new Map();
  const window = [];
  let windowBytes = 0;
  const count = (body, step) => {
    for (const run of runsOf[body]) {
      const before = inWindow.get(run) ?? 0;
      inWindow.set(run, before + step);
      if (before === 0 || before + step === 0) for (const holder of holders.get(run)) numShared[holder] += step;
    }
    windowBytes += step * bodies[body].length;
  };
  const placed = new Uint8Array(bodies.length);
  const ordered = [];
  let first = 0;
  while (ordered.length < bodies.length) {
    while (placed[first]) first += 1;
    let best = first;
    let most = 0;
    for (let body = first; body < bodies.length; body++) {
      const likeness = numShared[body] * weight[body];
      if (!placed[body] && likeness > most) [best, most] = [body, likeness];
    }
    placed[best] = 1;
    ordered.push(best);
    window.push(best);
    count(best, 1);
    while (windowBytes > WINDOW_BYTES && window.length > 1) count(window.shift(), -1);
  }
  return ordered;
}
