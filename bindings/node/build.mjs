// Builds the package in place: the addon for this system into npm/<system>, the schemas into dist.
//
// node build.mjs [--debug] [--simulator] [--bench]
//
// --simulator also builds routeros-sim, which the tests need; --bench adds to the addon what only the benchmark needs.

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const { version, license, engines } = require("./package.json");
const { system } = require("./lib/native.cjs");

const flags = new Set(process.argv.slice(2));
for (const flag of flags) {
  if (!["--debug", "--simulator", "--bench"].includes(flag)) {
    console.error(`build.mjs does not know ${flag}`);
    process.exit(2);
  }
}

/** Builds packages and gives the files that came out of them, by the name of their target. */
function cargo(packages) {
  const profile = flags.has("--debug") ? [] : ["--profile", "dist"];
  const features = flags.has("--bench") ? ["--features", "nnc-node/bench"] : [];
  const names = packages.flatMap((name) => ["-p", name]);
  const words = ["build", "--locked", ...profile, ...features, ...names, "--message-format=json-render-diagnostics"];
  const out = execFileSync("cargo", words, { cwd: root, maxBuffer: 2 ** 28, stdio: ["ignore", "pipe", "inherit"] });
  const messages = out.toString().split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const artifacts = messages.filter((message) => message.reason === "compiler-artifact");
  return new Map(artifacts.map((artifact) => [artifact.target.name, artifact.filenames]));
}

const built = cargo(flags.has("--simulator") ? ["nnc-node", "routeros-sim"] : ["nnc-node"]);
const name = system();
const folder = join(here, "npm", name);
const addon = `nnc.${name}.node`;
mkdirSync(folder, { recursive: true });
// Renamed into its place: a program may have the old one in memory.
copyFileSync(built.get("nnc_node")[0], join(folder, `${addon}.new`));
renameSync(join(folder, `${addon}.new`), join(folder, addon));

const [os, cpu, libc] = name.split("-");
const manifest = {
  name: `nnc-${name}`,
  version,
  description: `The addon of nnc for ${name}.`,
  license,
  engines,
  os: [os],
  cpu: [cpu],
  ...(os === "linux" ? { libc: [libc === "musl" ? "musl" : "glibc"] } : {}),
  main: addon,
  files: [addon],
};
writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);

execFileSync(process.execPath, [join(here, "node_modules/typescript/bin/tsc"), "-p", here], { stdio: "inherit" });
