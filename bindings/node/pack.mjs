// Packs what is built: the package `nnc` and the package of the addon for this system, as tarballs.
//
// node pack.mjs FOLDER

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const { system } = require("./lib/native.cjs");

/** The systems that there are addons for. */
const SYSTEMS = ["linux-x64-gnu"];

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("pack.mjs needs the folder for the tarballs");
  process.exit(2);
}
const target = resolve(folder);
mkdirSync(target, { recursive: true });

const stage = mkdtempSync(join(tmpdir(), "nnc-pack-"));
try {
  const { devDependencies: _, scripts: __, private: ___, ...manifest } = require("./package.json");
  manifest.optionalDependencies = Object.fromEntries(SYSTEMS.map((name) => [`nnc-${name}`, manifest.version]));
  for (const name of manifest.files) cpSync(join(here, name), join(stage, name), { recursive: true });
  cpSync(join(here, "README.md"), join(stage, "README.md"));
  for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) writeFileSync(join(stage, name), readFileSync(join(here, "../..", name)));
  writeFileSync(join(stage, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const from of [stage, join(here, "npm", system())]) {
    const out = execFileSync("npm", ["pack", "--silent", "--pack-destination", target, from]);
    console.log(join(target, out.toString().trim()));
  }
} finally {
  rmSync(stage, { recursive: true, force: true });
}
