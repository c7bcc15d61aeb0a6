/** Arguments of the command line: what each command takes, and the sentence for what it does not. */

import { type ParseArgsConfig, parseArgs } from "node:util";

/** Wrong use or bad input: its message is one sentence on stderr, and the exit status is 2. */
export class Misuse extends Error {}

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Values of options and the arguments that are none. */
export interface Arguments {
  values: Record<string, string | boolean | Array<string | boolean> | undefined>;
  positionals: string[];
}

/** Parses what follows the command's name. */
export function parse(args: string[], options: Options, usage: string): Arguments {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    return { values: { ...values }, positionals };
  } catch (error) {
    const [sentence] = (error as Error).message.split(". To specify");
    throw new Misuse(`${sentence}. Usage: ${usage}`);
  }
}

/** A string option. */
export function text(args: Arguments, name: string): string | undefined {
  const value = args.values[name];
  return typeof value === "string" ? value : undefined;
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

/** Exactly so many arguments, or the usage. */
export function positionals<const Count extends number>(args: Arguments, count: Count, usage: string): string[] {
  if (args.positionals.length !== count) throw new Misuse(`Usage: ${usage}`);
  return args.positionals;
}
