/** Arguments of the command line: what each command takes, and the sentence for what it does not. */

import { type ParseArgsConfig, parseArgs } from "node:util";

/** Wrong use or bad input: its message is one sentence on stderr, and the exit status is 2. */
export class Misuse extends Error {}

/** There is nothing to work on; while inputs are watched, not yet. */
export class NothingThere extends Misuse {}

type Options = NonNullable<ParseArgsConfig["options"]>;

/** An option with what the help says of it. */
export type Option = Options[string] & {
  about: string;
  /** What stands for the value in the help, `N`, `FILE`. */
  value?: string;
};

/** One command: how it is run, and all that its help says. */
export interface Command {
  /** After the command's name, as it is typed. */
  usage: string;
  /** One sentence. */
  about: string;
  options: Record<string, Option>;
  /** Command lines, each with what it does. */
  examples: Array<[line: string, does: string]>;
  run(args: Arguments): Promise<number>;
}

/** Values of options and the arguments that are none. */
export interface Arguments {
  values: Record<string, string | boolean | Array<string | boolean> | undefined>;
  positionals: string[];
}

/** Parses what follows the command's name. */
export function parse(args: string[], { options, usage }: Pick<Command, "options" | "usage">): Arguments {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    return { values: { ...values }, positionals };
  } catch (error) {
    const [message] = (error as Error).message.split(/\. (?:To specify|Did you)/);
    // Node names the first letter of `-月球` only.
    const sentence = message?.replace(/'(-[^-])'/u, (quoted, start: string) => {
      const whole = args.find((arg) => arg.startsWith(start));
      return whole === undefined ? quoted : `'${whole}'`;
    });
    const unknown = /'(--[\w-]+)'/.exec(sentence ?? "")?.[1];
    const near = unknown && !(unknown.slice(2) in options) ? nearest(unknown.slice(2), Object.keys(options)) : null;
    const isWithout = !unknown && / QUERY/.test(usage) && /^Unknown option/.test(sentence ?? "");
    const hint = near
      ? ` Is --${near} meant?`
      : isWithout
        ? " A query with a minus goes in quotes, and after -- where it begins with one."
        : "";
    throw new Misuse(`${sentence?.replace(/\.$/, "")}.${hint} Usage: ${usage}`);
  }
}

/** The word that differs least, where one differs by no more than a third of its letters. */
export function nearest(word: string, words: string[]): string | null {
  const [best] = words.map((other) => ({ other, far: distance(word, other) })).sort((a, b) => a.far - b.far);
  return best && best.far <= Math.ceil(word.length / 3) ? best.other : null;
}

/** Letters to add, drop or change. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const same = (row[j - 1] as number) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(same, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[right.length] as number;
}

/** What `duizhao COMMAND --help` prints. */
export function helpOf({ usage, about, options, examples }: Command): string {
  const rows = Object.entries(options).map(([name, { short, value, about, multiple }]) => [
    `${short ? `-${short}, ` : ""}--${name}${value ? ` ${value}` : ""}`,
    `${about}${multiple ? " (may be given more than once)" : ""}`,
  ]);
  const width = Math.max(0, ...rows.map(([left = ""]) => left.length));
  return [
    about,
    "",
    `Usage: ${usage}`,
    ...(rows.length > 0 ? ["", ...rows.map(([left = "", right]) => `  ${left.padEnd(width)}  ${right}`)] : []),
    "",
    "Examples:",
    ...examples.flatMap(([line, does]) => [`  ${line}`, `      ${does}`]),
  ].join("\n");
}

/** A string option. */
export function text(args: Arguments, name: string): string | undefined {
  const value = args.values[name];
  return typeof value === "string" ? value : undefined;
}

/** The values of an option that may be given more than once. */
export function texts(args: Arguments, name: string): string[] {
  const value = args.values[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Whether a switch is on. */
export function isOn(args: Arguments, name: string): boolean {
  return args.values[name] === true;
}

/** An option that is a whole number from `least` to `most`. */
export function whole(args: Arguments, name: string, least: number, most: number): number | undefined {
  const value = text(args, name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new Misuse(`--${name} must be a whole number from ${least} to ${most}; it is "${value}".`);
  }
  return number;
}

/** An option that is one of some words. */
export function oneOf<const Word extends string>(
  args: Arguments,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const value = text(args, name);
  if (value === undefined) return undefined;
  const found = words.find((word) => word === value);
  if (found === undefined) throw new Misuse(`--${name} must be one of ${words.join(", ")}; it is "${value}".`);
  return found;
}

/** Of these options no more than one, for each is a form of the same answer. */
export function onlyOne(args: Arguments, ...names: string[]): void {
  const given = names.filter((name) => args.values[name] !== undefined).map((name) => `--${name}`);
  if (given.length > 1) throw new Misuse(`${given.join(" and ")} are forms of one answer; choose one.`);
}

/** Exactly so many arguments, or the usage. */
export function positionals<const Count extends number>(args: Arguments, count: Count, usage: string): string[] {
  if (args.positionals.length !== count) throw new Misuse(`Usage: ${usage}`);
  return args.positionals;
}
