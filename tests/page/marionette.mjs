// A stock Firefox over its own remote protocol (Marionette: length-prefixed JSON on a socket), without a driver package.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Preferences beside the stock ones: only what automation needs. file:// keeps its strict origin, as readers have it. */
const PREFERENCES = {
  "security.fileuri.strict_origin_policy": true,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.policy.dataSubmissionEnabled": false,
  "app.update.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "intl.accept_languages": "zh-CN",
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
};

/** A stock Firefox; undefined where there is none. */
export const FIREFOX = ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find((path) => existsSync(path));

/**
 * Starts Firefox and opens a session. `ask(name, parameters)` sends a command, `script(text)` gives what the text gives in
 * the page, `until(text, what)` waits for it to give something true, `type(selector, text)` types; `close()` ends both.
 */
export async function startFirefox(binary = FIREFOX, port = 2829) {
  const profile = mkdtempSync(join(tmpdir(), "duizhao-firefox-"));
  const lines = Object.entries({ ...PREFERENCES, "marionette.port": port }).map(
    ([key, value]) => `user_pref(${JSON.stringify(key)}, ${JSON.stringify(value)});`,
  );
  writeFileSync(join(profile, "user.js"), lines.join("\n"));
  const process = spawn(binary, ["-headless", "-no-remote", "-profile", profile, "-marionette", "about:blank"], {
    stdio: "ignore",
  });
  const socket = await connected(port, 30_000);
  const waiting = new Map();
  let buffer = Buffer.alloc(0);
  socket.on("data", (data) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      const colon = buffer.indexOf(58);
      if (colon < 0) return;
      const length = Number(buffer.subarray(0, colon).toString());
      if (buffer.length < colon + 1 + length) return;
      const message = JSON.parse(buffer.subarray(colon + 1, colon + 1 + length).toString());
      buffer = buffer.subarray(colon + 1 + length);
      if (!Array.isArray(message)) continue; // the greeting
      const [, id, error, result] = message;
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error) asked?.reject(new Error(`${error.error}: ${error.message}`));
      else asked?.resolve(result && "value" in result ? result.value : result);
    }
  });
  let next = 1;
  const ask = (name, parameters = {}) =>
    new Promise((resolve, reject) => {
      const id = next++;
      waiting.set(id, { resolve, reject });
      const text = JSON.stringify([0, id, name, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  await ask("WebDriver:NewSession", {});
  const close = async () => {
    await ask("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => {});
    socket.destroy();
    await new Promise((resolve) => {
      process.on("exit", resolve);
      setTimeout(() => {
        process.kill("SIGKILL");
        resolve();
      }, 5000).unref();
    });
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  const script = (text, ...args) => ask("WebDriver:ExecuteScript", { script: `return ${text}`, args });
  const until = async (text, what) => {
    for (let i = 0; i < 100; i++) {
      const value = await script(text);
      if (value) return value;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.fail(`${what}: ${await script("document.body.innerText.slice(0, 400)")}`);
  };
  /** Types as a reader does; `of` is a script that gives the element. */
  const type = async (of, text) => {
    const element = await script(of);
    await ask("WebDriver:ElementSendKeys", { id: Object.values(element)[0], text });
  };
  return { ask, script, until, type, close };
}

async function connected(port, withinMs) {
  const until = Date.now() + withinMs;
  for (;;) {
    const socket = await new Promise((resolve) => {
      const one = connect(port, "127.0.0.1");
      one.once("connect", () => resolve(one));
      one.once("error", () => resolve(null));
    });
    if (socket) return socket;
    if (Date.now() > until) throw new Error("Firefox did not open its port");
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
