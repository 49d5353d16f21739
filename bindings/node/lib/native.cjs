"use strict";

// Finds the addon for this system: a package of its own for each, of which npm installs only the fitting one.

const { existsSync } = require("node:fs");
const { join } = require("node:path");

/** The system as the packages spell it, such as `linux-x64-gnu`. */
function system() {
  const { platform, arch } = process;
  if (platform === "linux") return `linux-${arch}-${isMusl() ? "musl" : "gnu"}`;
  if (platform === "win32") return `win32-${arch}-msvc`;
  return `${platform}-${arch}`;
}

function isMusl() {
  const report = process.report?.getReport();
  const header = typeof report === "string" ? JSON.parse(report).header : report?.header;
  return header !== undefined && header.glibcVersionRuntime === undefined;
}

function load() {
  const name = system();
  // In a checkout the build puts it here.
  const built = join(__dirname, "..", "npm", name, `nnc.${name}.node`);
  if (existsSync(built)) return require(built);
  try {
    return require(`nnc-${name}`);
  } catch (cause) {
    if (cause?.code !== "MODULE_NOT_FOUND") throw cause;
    const message =
      `nnc has no addon for ${name} here. If there is a package nnc-${name}, install nnc again without ` +
      "leaving out optional dependencies; otherwise build it: see bindings/node/README.md.";
    throw new Error(message, { cause });
  }
}

module.exports = { load, system };
