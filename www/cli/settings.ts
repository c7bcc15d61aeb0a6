/**
 * What `duizhao index` is told: by its arguments, and by `duizhao.config.json` for what they leave out. Its schema is
 * `duizhao.schema.json` beside this file, for editors; a test holds the two together.
 */

import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Arguments, isOn, Misuse, nearest, text, texts, whole } from "./arguments.js";

/** Found in the folder where the command is run. */
const CONFIG = "duizhao.config.json";

/** All settings of one run. */
export interface Settings {
  input: string[];
  /** The index file; `-` is standard output. */
  out?: string;
  /** The folder of a site index. */
  site?: string;
  /** Whether the inputs are the pages of a built site. */
  html: boolean;
  baseUrl?: string;
  cleanUrls: boolean;
  /** Globs of paths to leave out. */
  exclude: string[];
  /** CSS selectors of what is left out of pages. */
  ignore: string[];
  /** A file of aliases. */
  alias?: string;
  aliases: Array<[left: string, right: string]>;
  boilerplate: boolean;
  /** Whether words are found by their pinyin. */
  pinyin: boolean;
  /** Whether the source texts are stored. */
  text: boolean;
  threads?: number;
  /** Whether the script of `<duizhao-search>` is laid beside the index. */
  element: boolean;
}

/** Every key of the config file and what its value must be. */
const KEYS: Record<keyof Settings, [is: (value: unknown) => boolean, what: string]> = {
  input: [isStrings, "a list of files, folders and globs"],
  out: [isString, "a path"],
  site: [isString, "a path"],
  html: [isBoolean, "true or false"],
  baseUrl: [isString, "an address or the beginning of a path"],
  cleanUrls: [isBoolean, "true or false"],
  exclude: [isStrings, "a list of globs"],
  ignore: [isStrings, "a list of CSS selectors"],
  alias: [isString, "a path"],
  aliases: [
    (value) => Array.isArray(value) && value.every((pair) => isStrings(pair) && pair.length === 2),
    "a list of pairs of names",
  ],
  boilerplate: [isBoolean, "true or false"],
  pinyin: [isBoolean, "true or false"],
  text: [isBoolean, "true or false"],
  threads: [
    (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 64,
    "a whole number from 1 to 64",
  ],
  element: [isBoolean, "true or false"],
};

/** Paths among them are relative to the config file. */
const PATHS = ["out", "site", "alias"] as const;

function isString(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}
function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isString);
}

/** The settings of a run: what the arguments say, else the config file, else the defaults. */
export function settings(args: Arguments): Settings {
  const named = text(args, "config");
  const file = named ?? (existsSync(CONFIG) ? CONFIG : undefined);
  const config = file === undefined ? {} : configOf(file);
  const threads = whole(args, "threads", 1, 64);
  const list = (name: "exclude" | "ignore") => [...(config[name] ?? []), ...texts(args, name)];
  const given: Settings = {
    ...config,
    input: args.positionals.length > 0 ? args.positionals : (config.input ?? []),
    html: isOn(args, "html") || (config.html ?? false),
    cleanUrls: isOn(args, "clean-urls") || (config.cleanUrls ?? false),
    exclude: list("exclude"),
    ignore: list("ignore"),
    aliases: config.aliases ?? [],
    boilerplate: isOn(args, "boilerplate") || (config.boilerplate ?? false),
    pinyin: isOn(args, "pinyin") || (config.pinyin ?? false),
    text: !isOn(args, "no-text") && (config.text ?? true),
    element: isOn(args, "element") || (config.element ?? false),
  };
  for (const [key, name] of [
    ["out", "out"],
    ["site", "site"],
    ["baseUrl", "base-url"],
    ["alias", "alias"],
  ] as const) {
    const value = text(args, name);
    if (value !== undefined) given[key] = value;
  }
  if (threads !== undefined) given.threads = threads;
  const { baseUrl } = given;
  // Git Bash on Windows makes C:/Program Files/Git/ of a lone slash.
  if (baseUrl !== undefined && !/^(\.{0,2}\/|[a-z][a-z\d+.-]+:\/\/)/i.test(baseUrl))
    throw new Misuse(`--base-url must begin with / or https://; it is "${baseUrl}".`);
  const ofPages = ["base-url", "clean-urls", "ignore"].find((name) => args.values[name] !== undefined);
  if (!given.html && ofPages) throw new Misuse(`--${ofPages} is for the pages of a built site; add --html.`);
  return given;
}

function configOf(path: string): Partial<Settings> {
  let contents: string;
  try {
    contents = readFileSync(path, "utf8");
  } catch {
    throw new Misuse(`The config file ${path} could not be read.`);
  }
  let config: unknown;
  try {
    config = JSON.parse(contents);
  } catch (error) {
    throw new Misuse(`${path} is not JSON (${(error as Error).message}).`);
  }
  if (typeof config !== "object" || config === null || Array.isArray(config))
    throw new Misuse(`${path} is not a JSON object.`);
  const keys = Object.keys(KEYS);
  for (const [key, value] of Object.entries(config)) {
    if (key === "$schema") continue;
    const known = Object.hasOwn(KEYS, key) ? KEYS[key as keyof Settings] : undefined;
    if (!known) {
      const near = nearest(key, keys);
      throw new Misuse(
        `${path}: there is no setting "${key}"; ${near ? `is "${near}" meant?` : `there are ${keys.join(", ")}.`}`,
      );
    }
    if (!known[0](value)) throw new Misuse(`${path}: "${key}" must be ${known[1]}; it is ${JSON.stringify(value)}.`);
  }
  const { $schema: _, ...found } = config as Partial<Settings> & { $schema?: string };
  const beside = (value: string) => (value === "-" ? value : resolve(dirname(path), value));
  // The paths of a config file in the folder stay as they are written: ids of documents are made from them.
  if (dirname(path) === ".") return found;
  if (found.input) found.input = found.input.map(beside);
  for (const key of PATHS) if (found[key] !== undefined) found[key] = beside(found[key]);
  return found;
}
