// The package as its users get it: types, exports, installation.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import * as nnc from "nnc";
import ts from "typescript";

import { folder } from "./support.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const home = join(here, "..");

/** Compiles programs of users as strictly as TypeScript can; gives what it says. */
function compile(...names) {
  const options = {
    strict: true,
    noEmit: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ["node"],
  };
  const program = ts.createProgram(names.map((name) => join(here, "types", name)), options);
  const text = (found) => ts.flattenDiagnosticMessageText(found.messageText, "\n");
  return ts.getPreEmitDiagnostics(program).map((found) => `${found.file?.fileName}:${found.start}: ${text(found)}`);
}

test("programs of users compile under tsc --strict", () => {
  assert.deepEqual(compile("program.mts", "program.cts"), []);
});

test("what the types declare is there, and what is there is declared", () => {
  for (const name of ["index.d.ts", "index.d.cts"]) {
    const file = join(home, "lib", name);
    const program = ts.createProgram([file], { target: ts.ScriptTarget.ES2022, types: [] });
    const checker = program.getTypeChecker();
    const module = checker.getSymbolAtLocation(program.getSourceFile(file));
    const values = checker.getExportsOfModule(module).filter((symbol) => symbol.flags & ts.SymbolFlags.Value);
    assert.deepEqual(values.map((symbol) => symbol.name).sort(), Object.keys(nnc).filter((key) => key !== "default").sort());
    for (const symbol of values.filter(({ flags }) => flags & ts.SymbolFlags.Class)) {
      const declared = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)).map((member) => member.name);
      const own = Object.getOwnPropertyNames(nnc[symbol.name].prototype).filter((key) => key !== "constructor");
      const missing = own.filter((key) => !declared.includes(key));
      assert.deepEqual(missing, [], `${symbol.name} has more than is declared`);
      if (symbol.name === "NncError") continue;
      const named = declared.filter((key) => !key.startsWith("__@"));
      assert.deepEqual(named.sort(), own.sort(), symbol.name);
    }
    const undocumented = values.filter((symbol) => symbol.getDocumentationComment(checker).length === 0);
    assert.deepEqual(undocumented.map((symbol) => symbol.name), []);
  }
});

test("both ways of loading give the same objects", () => {
  const required = createRequire(import.meta.url)("nnc");
  for (const name of Object.keys(required)) assert.equal(nnc[name], required[name], name);
});

test("it installs from its tarballs in a clean folder, for `import` and for `require`", (t) => {
  const clean = folder(t);
  const run = (program, ...words) => execFileSync(program, words, { cwd: clean, stdio: ["ignore", "pipe", "inherit"] }).toString();
  const tarballs = run(process.execPath, join(home, "pack.mjs"), clean).trim().split("\n");
  writeFileSync(join(clean, "package.json"), JSON.stringify({ name: "clean", private: true }));
  run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--loglevel=error", ...tarballs);
  mkdirSync(join(clean, "data"));
  const program = `
    const opened = await nnc.open({ path: "data" });
    await opened.addRouter({ name: "home", url: "routeros+api://admin@127.0.0.1:1", offline: true });
    console.log((await opened.routers())[0].name, validate(CreateVirtualInterfaceInputSchema, '{"name":"a","service":"tor"}').ok);
  `;
  const imported = `import * as nnc from "nnc"; import { CreateVirtualInterfaceInputSchema, validate } from "nnc/schemas"; ${program}`;
  writeFileSync(join(clean, "imported.mjs"), imported);
  const required = `const nnc = require("nnc"); const { CreateVirtualInterfaceInputSchema, validate } = require("nnc/schemas");
    (async () => { ${program.replace("addRouter", "routers(); await opened.addRouter").replace('"home"', '"other"')} })();`;
  writeFileSync(join(clean, "required.cjs"), required);
  assert.equal(run(process.execPath, "imported.mjs"), "home true\n");
  assert.equal(run(process.execPath, "--no-warnings", "required.cjs"), "home true\n");
});
