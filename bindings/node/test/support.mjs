// What the tests share: a simulated router, a data directory, an opened nnc.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import * as nnc from "nnc";

export const PASSWORD = "canary-4711";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..", "..");

/** Where the build put the simulator. */
export function simulatorProgram() {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
  const built = ["dist", "release", "debug"].map((profile) => join(target, profile, "routeros-sim"));
  const places = [process.env.NNC_SIM, ...built];
  const found = places.find((place) => place !== undefined && existsSync(place));
  if (found === undefined) throw new Error("routeros-sim is not built; run `node build.mjs --debug --simulator`");
  return found;
}

/** Starts a simulated router; `url` is where it is, `stop` ends it. */
export async function simulator(...more) {
  const words = ["--api", "127.0.0.1:0", "--control", "127.0.0.1:0", "--version", "7.22.3"];
  const login = ["--user", "admin", "--password", PASSWORD];
  const child = spawn(simulatorProgram(), [...words, ...login, ...more], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface(child.stdout), "line");
  const bound = JSON.parse(line);
  return {
    url: `routeros+api://admin@${bound.api}`,
    control: `http://${bound.control}`,
    async stop() {
      child.kill();
      await once(child, "exit");
    },
  };
}

/** A data directory that goes away with the test. */
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), "nnc-node-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** An opened nnc that knows a simulated router as `home`. */
export async function home(t, ...more) {
  const sim = await simulator(...more);
  t.after(() => sim.stop());
  const opened = await nnc.open({ path: folder(t), actor: "tests" });
  await opened.addRouter({ name: "home", url: sim.url, password: PASSWORD });
  return { sim, nnc: opened, router: await opened.router({ name: "home" }) };
}

/** Runs a program with nnc in a process of its own; gives what it printed. It must end by itself, and well. */
export async function program(text, { words = [], env = {} } = {}) {
  const flags = ["--input-type=module", "--eval", text];
  const child = spawn(process.execPath, [...words, ...flags], {
    cwd: here,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: process.env.NNC_SOAK === "1" ? 900_000 : 120_000,
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (data) => (out += data));
  child.stderr.on("data", (data) => (err += data));
  const [code, signal] = await once(child, "close");
  assert.deepEqual([code, signal], [0, null], err);
  return out;
}
