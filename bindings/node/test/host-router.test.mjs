// A router that is written in JavaScript is driven as any other.

import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { test } from "node:test";

import * as nnc from "nnc";

import { folder, program } from "./support.mjs";

const failed = (code, message) => Object.assign(new Error(message), { code });

/** Rows in memory: the least that a router needs to be. */
class Memory {
  menus = new Map();
  calls = [];
  /** Throws this at that write, counted from now. */
  refuse = undefined;
  /** Nobody answers. */
  gone = false;
  #last = 0;
  #image = undefined;

  constructor() {
    for (const name of ["ether1", "ether2"]) this.#add("/interface", { name, type: "ether", running: "true" });
  }

  /** The menus that have rows, as they are now. */
  rows() {
    return structuredClone([...this.menus].filter(([, rows]) => rows.length > 0));
  }

  version() {
    if (this.gone) throw failed("router-unreachable", "the cable is out");
    return "7.22.3";
  }

  async identity() {
    await turn();
    return "in memory";
  }

  read(menu) {
    return this.menus.get(menu) ?? [];
  }

  async write(menu, verb, values) {
    this.calls.push(verb);
    await turn();
    if (this.refuse !== undefined && --this.refuse.at === 0) {
      const { error } = this.refuse;
      this.refuse = undefined;
      throw error;
    }
    if (verb === "add") return this.#add(menu, values);
    const rows = this.menus.get(menu) ?? [];
    const find = (id) => rows.findIndex((row) => row[".id"] === id);
    const { [".id"]: own, ...changes } = values;
    const at = find(own ?? values.numbers);
    if (at < 0) throw failed("router-refused", "no such item");
    if (verb === "set") Object.assign(rows[at], changes);
    else if (verb === "unset") delete rows[at][values["value-name"]];
    else if (verb === "remove") rows.splice(at, 1);
    else if (verb === "move") {
      const [row] = rows.splice(at, 1);
      const to = find(values.destination);
      rows.splice(to < 0 ? rows.length : to, 0, row);
    } else throw failed("router-refused", `no such command ${verb}`);
  }

  begin() {
    if (this.#image !== undefined) throw failed("router-refused", "another change is under way");
    this.#image = structuredClone(this.menus);
    this.calls.push("begin");
  }

  async commit() {
    this.#image = undefined;
    this.calls.push("commit");
  }

  async rollBack() {
    if (this.#image === undefined) throw failed("router-refused", "nothing was begun");
    this.menus = this.#image;
    this.#image = undefined;
    this.calls.push("rollBack");
  }

  #add(menu, { "place-before": before, ...row }) {
    row[".id"] = `*${(++this.#last).toString(16).toUpperCase()}`;
    const rows = this.menus.get(menu) ?? [];
    this.menus.set(menu, rows);
    const at = rows.findIndex((other) => other[".id"] === before);
    rows.splice(at < 0 ? rows.length : at, 0, row);
    return row[".id"];
  }
}

const tor = (name) => ({ name, service: "tor" });

async function mine(t, memory = new Memory()) {
  const opened = await nnc.open({ path: folder(t), actor: "tests" });
  const added = await opened.attachRouter({ name: "mine" }, memory);
  return { memory, opened, added, router: await opened.router({ name: "mine" }) };
}

test("the main job on a router in memory", async (t) => {
  const memory = new Memory();
  const before = memory.rows();
  const { added, router } = await mine(t, memory);
  assert.deepEqual([added.url, added.identity, added.version], ["host://mine", "in memory", "7.22.3"]);

  await router.virtualInterfaces.create({ interfaces: [tor("tor-usa"), tor("tor-germany")] });
  const device = "02:00:00:00:00:01";
  await router.steeringRules.add({ device, via: "tor-usa" });
  await router.steeringRules.switch({ device, via: "tor-germany" });
  assert.deepEqual((await router.drift()).differences, []);
  assert.ok(memory.read("/interface/vlan").some((row) => row.name === "nnc-tor-usa"));

  memory.menus.set("/ip/address", []);
  assert.equal((await router.drift()).differences.length, 2);
  assert.equal((await router.repair()).changed, true);
  assert.deepEqual((await router.drift()).differences, []);

  await router.virtualInterfaces.delete({ instances: ["tor-usa", "tor-germany"], cascade: true });
  assert.deepEqual(memory.rows(), before);
  const count = (name) => memory.calls.filter((call) => call === name).length;
  assert.ok(count("begin") > 0);
  assert.equal(count("begin"), count("commit") + count("rollBack"));
});

test("what it refuses leaves it as before, whatever it throws", async (t) => {
  const { memory, router } = await mine(t);
  const before = memory.rows();
  const thrown = [
    [failed("router-refused", "not today"), "not today"],
    [new TypeError("not like this"), "not like this"],
    ["not as a text", "not as a text"],
    [undefined, "undefined"],
    [{ get message() { throw new Error("nor so"); } }, "it threw something that cannot be read"],
  ];
  for (let at = 1; at <= 20; at += 1) {
    const [error, told] = thrown[at % thrown.length];
    memory.refuse = { at, error };
    await assert.rejects(router.virtualInterfaces.create({ interfaces: [tor("tor-usa")] }), (refused) => {
      assert.ok(refused instanceof nnc.NncError);
      assert.equal(refused.code, "rolled-back", refused.message);
      assert.ok(refused.message.includes(told), refused.message);
      return true;
    });
    assert.deepEqual(memory.rows(), before, `write ${at}`);
  }
  const made = await router.virtualInterfaces.create({ interfaces: [tor("tor-usa")] });
  assert.equal(made.changed, true);
});

test("errors of the program keep their meaning", async (t) => {
  const memory = new Memory();
  memory.gone = true;
  const other = await nnc.open({ path: folder(t) });
  const unreachable = { code: "router-unreachable", kind: "unavailable", retryable: true, message: /the cable is out/ };
  await assert.rejects(other.attachRouter({ name: "mine" }, memory), unreachable);
  const system = { version: () => Promise.reject(failed("ECONNREFUSED", "connect ECONNREFUSED")) };
  const unplugged = Object.assign(new Memory(), system);
  await assert.rejects(other.attachRouter({ name: "mine" }, unplugged), { code: "router-unreachable" });
  assert.deepEqual(await other.routers(), []);
});

test("what is no router is told before anything is done with it", async (t) => {
  const opened = await nnc.open({ path: folder(t) });
  for (const router of [undefined, null, 7, "router", {}]) {
    const told = { code: "invalid-argument", message: /version, identity, read, write, begin, commit, rollBack/ };
    await assert.rejects(opened.attachRouter({ name: "mine" }, router), told);
  }
  const half = Object.assign(new Memory(), { rollBack: 5 });
  const context = { "finding.0": "wrong-type /router" };
  await assert.rejects(opened.attachRouter({ name: "mine" }, half), { code: "invalid-argument", context });
  await assert.rejects(opened.attachRouter({ name: "" }, new Memory()), { code: "invalid-argument" });
  assert.deepEqual(await opened.routers(), []);
});

test("answers of another type are refused", async (t) => {
  const cyclic = [];
  cyclic.push(cyclic);
  const odd = [
    ["version", () => 7],
    ["version", () => undefined],
    ["version", async () => ["7.22.3"]],
    ["identity", () => Symbol("mine")],
    ["read", () => ({})],
    ["read", () => [{ name: 5 }]],
    ["read", () => cyclic],
    ["read", () => [new Proxy({}, { ownKeys: () => { throw new Error("no"); } })]],
  ];
  for (const [method, answer] of odd) {
    const opened = await nnc.open({ path: folder(t) });
    const router = Object.assign(new Memory(), { [method]: answer });
    const attached = opened.attachRouter({ name: "mine" }, router);
    const used = attached.then(async () => (await opened.router({ name: "mine" })).drift());
    await assert.rejects(used, (error) => {
      assert.ok(error instanceof nnc.NncError, String(error));
      assert.match(error.message, new RegExp(`\`${method}\` of the program's router gave what it should not: .*expected .*, found `));
      return true;
    });
  }
});

test("a hundred calls at once", async (t) => {
  const { router } = await mine(t);
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  const calls = Array.from({ length: 100 }, (_, at) =>
    at % 2 === 0 ? router.drift() : router.virtualInterfaces.create({ interfaces: [tor(`tor-${at % 10}`)] }),
  );
  await Promise.all(calls);
  clearInterval(timer);
  assert.ok(turns > 0, "timers have their turn");
  const listed = await router.virtualInterfaces.list();
  assert.equal(listed.length, 5);
  assert.deepEqual((await router.drift()).differences, []);
});

const router = `
  const router = {
    version: () => "7.22.3",
    identity: () => "mine",
    read: (menu) => (menu === "/interface" ? [{ ".id": "*1", name: "ether1", type: "ether", running: "true" }] : []),
    write: () => undefined,
    begin() {},
    commit() {},
    rollBack() {},
  };
`;
const open = (path) => `
  import * as nnc from "nnc";
  ${router}
  const opened = await nnc.open({ path: ${JSON.stringify(path)} });
`;

test("after a start the program attaches it again", async (t) => {
  const path = folder(t);
  await program(`${open(path)} await opened.attachRouter({ name: "mine" }, router);`);
  const opened = await nnc.open({ path });
  const mine = await opened.router({ name: "mine" });
  await assert.rejects(mine.drift(), { code: "router-detached" });
  await opened.attachRouter({ name: "mine" }, new Memory());
  assert.deepEqual((await mine.drift()).differences, []);
});

test("a process may end while its router is asked", async (t) => {
  const out = await program(`${open(folder(t))}
    await opened.attachRouter({ name: "mine" }, router);
    const mine = await opened.router({ name: "mine" });
    router.read = () => { console.log("asked"); process.exit(0); };
    await mine.drift();
    console.log("never");
  `);
  assert.equal(out, "asked\n");
});

test("a process ends by itself with a router attached", async (t) => {
  await program(`${open(folder(t))}
    await opened.attachRouter({ name: "mine" }, router);
    globalThis.kept = opened;
  `);
});

test("a thread may end while its router is asked, and the core is told", async (t) => {
  const path = folder(t);
  const thread = `
    const { parentPort } = require("node:worker_threads");
    ${router}
    import("nnc").then(async (nnc) => {
      const opened = await nnc.open({ path: ${JSON.stringify(path)} });
      await opened.attachRouter({ name: "mine" }, router);
      router.write = () => { parentPort.postMessage("asked"); return new Promise(() => {}); };
      const mine = await opened.router({ name: "mine" });
      await mine.virtualInterfaces.create({ interfaces: [{ name: "tor", service: "tor" }] });
    });
  `;
  const out = await program(`
    import * as nnc from "nnc";
    import { once } from "node:events";
    import { Worker } from "node:worker_threads";
    const staying = setInterval(() => {}, 1000);
    nnc.log("trace", (record) => {
      if (!record.message.includes("did not take an open change back")) return;
      console.log("told " + record.fields.code);
      clearInterval(staying);
    });
    const worker = new Worker(${JSON.stringify(thread)}, { eval: true, execArgv: [] });
    console.log((await once(worker, "message"))[0]);
    await worker.terminate();
  `);
  assert.match(out, /^asked\n(told router-unreachable\n)+$/);
});

test("a router is let go of when nnc is", async (t) => {
  const path = JSON.stringify(folder(t));
  const out = await program(
    `
    import * as nnc from "nnc";
    async function attached() {
      ${router}
      const opened = await nnc.open({ path: ${path} });
      await opened.attachRouter({ name: "mine" }, router);
      return new WeakRef(router);
    }
    const kept = await attached();
    for (let turns = 0; turns < 10_000 && kept.deref() !== undefined; turns += 1) {
      await new Promise(setImmediate);
      if (turns % 20 === 0) gc();
    }
    console.log(kept.deref() === undefined ? "let go" : "kept");
  `,
    { words: ["--expose-gc"] },
  );
  assert.equal(out, "let go\n");
});
