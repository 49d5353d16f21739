// A router to try things on: yours, if NNC_ROUTER_URL and NNC_ROUTER_PASSWORD say which, else a simulated one.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import * as nnc from "nnc";

/** Opens a data directory of its own that knows the router as `home`, and lets `use` have it. */
export async function withRouter(use) {
  const data = mkdtempSync(join(tmpdir(), "nnc-example-"));
  const router = await aRouter();
  try {
    const opened = await nnc.open({ path: data, actor: "example" });
    await opened.addRouter({ name: "home", url: router.url, password: router.password });
    await use({ opened, home: await opened.router({ name: "home" }), rest: router.rest });
  } finally {
    await router.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

async function aRouter() {
  const { NNC_ROUTER_URL: url, NNC_ROUTER_PASSWORD: password } = process.env;
  if (url) return { url, password, rest: undefined, stop: async () => {} };
  const words = ["--api", "127.0.0.1:0", "--rest", "127.0.0.1:0", "--version", "7.22.3", "--user", "admin", "--password", "secret"];
  const child = spawn(simulator(), words, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface(child.stdout), "line");
  const bound = JSON.parse(line);
  return {
    url: `routeros+api://admin@${bound.api}`,
    password: "secret",
    rest: `http://${bound.rest}/rest`,
    async stop() {
      child.kill();
      await once(child, "exit");
    },
  };
}

function simulator() {
  const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
  const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
  const built = ["release", "debug"].map((profile) => join(target, profile, "routeros-sim"));
  const found = [process.env.NNC_SIM ?? "", ...built].find(existsSync);
  if (found === undefined) throw new Error("build the simulator first: cargo build -p routeros-sim");
  return found;
}
