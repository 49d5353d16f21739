// The bridge and the preload script, over a stand-in for Electron's channel.

import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { compileFunction } from "node:vm";

import * as nnc from "nnc";

const require = createRequire(import.meta.url);
const { connect } = require("../bridge.cjs");

/** Electron's two ends of a window's channel: what goes through is copied, and what cannot be copied is refused. */
function electron() {
  const main = new EventEmitter();
  const sender = new EventEmitter();
  const renderer = new EventEmitter();
  const handlers = new Map();
  sender.send = (channel, ...args) => renderer.emit(channel, {}, ...structuredClone(args));
  const ipcMain = Object.assign(main, { handle: (channel, handler) => handlers.set(channel, handler) });
  const ipcRenderer = Object.assign(renderer, {
    invoke: async (channel, ...args) => structuredClone(await handlers.get(channel)({ sender }, ...structuredClone(args))),
    send: (channel, ...args) => main.emit(channel, { sender }, ...structuredClone(args)),
  });
  const exposed = {};
  const contextBridge = { exposeInMainWorld: (name, api) => (exposed[name] = api) };
  return { ipcMain, ipcRenderer, contextBridge, exposed, sender };
}

/** A window that has run the preload script, before an opened nnc. */
async function page(t) {
  const path = mkdtempSync(join(tmpdir(), "nnc-electron-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  const opened = await nnc.open({ path });
  await opened.addRouter({ name: "home", url: "routeros+api://admin@127.0.0.1:1", offline: true });
  const stand = electron();
  t.after(connect(stand.ipcMain, opened));
  const preload = readFileSync(new URL("../preload.cjs", import.meta.url), "utf8");
  // In a sandbox a preload script can require nothing but Electron.
  const only = (name) => (name === "electron" ? stand : assert.fail(`the preload script requires ${name}`));
  compileFunction(preload, ["require"])(only);
  return { page: stand.exposed.nnc, opened, sender: stand.sender, ipcRenderer: stand.ipcRenderer };
}

test("a page gets records, dates included", async (t) => {
  const { page: api } = await page(t);
  const [router] = await api.routers();
  assert.equal(router.name, "home");
  assert.ok(router.createdAt instanceof Date);
  assert.deepEqual(await api.interfaces("home"), []);
});

test("a page gets errors with their code and their places", async (t) => {
  const { page: api } = await page(t);
  await assert.rejects(api.interfaces("nobody"), { code: "no-such-router", kind: "not-found" });
  await assert.rejects(api.create("home", [{ name: "UP", service: "tor" }]), (error) => {
    assert.equal(error.context["finding.0"], "pattern-mismatch /interfaces/0/name");
    return true;
  });
});

test("a page reaches nothing else", async (t) => {
  const { page: api, ipcRenderer } = await page(t);
  assert.deepEqual(Object.keys(api).sort(), ["create", "drift", "interfaces", "onEvent", "remove", "repair", "routers"]);
  for (const name of ["addRouter", "constructor", "__proto__"]) {
    assert.equal((await ipcRenderer.invoke("nnc:call", name)).error.code, "unsupported");
  }
});

test("a page hears events until it does not want to", async (t) => {
  const { page: api, sender } = await page(t);
  const heard = [];
  const first = new Promise((resolve) => {
    const stop = api.onEvent((event) => {
      heard.push(event);
      stop();
      resolve();
    });
  });
  await assert.rejects(api.create("home", [{ name: "tor-usa", service: "tor" }]), { code: "router-unreachable" });
  sender.send("nnc:event", { kind: "test", at: new Date(), details: [], lost: 0 });
  await first;
  sender.send("nnc:event", { kind: "test", at: new Date(), details: [], lost: 0 });
  assert.equal(heard.length, 1);
});
