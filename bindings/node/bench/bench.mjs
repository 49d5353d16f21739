// What the border between nnc and JavaScript costs.
//
// npm run bench, or after `node build.mjs --simulator --bench`: node --expose-gc bench/bench.mjs [calls|drift|stream]...

import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as nnc from "nnc";

import { PASSWORD, simulator } from "../test/support.mjs";

const require = createRequire(import.meta.url);
const only = process.argv.slice(2);
const wanted = (name) => only.length === 0 || only.includes(name);

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const us = (value) => `${value.toFixed(1)} us`;

/** Microseconds of one call, of so many one after the other. */
async function time(calls, call) {
  const begun = process.hrtime.bigint();
  for (let i = 0; i < calls; i += 1) await call();
  return Number(process.hrtime.bigint() - begun) / 1000 / calls;
}

/** A list of 100 beside an empty call and the parsing of the same list. */
async function calls(router) {
  const vifs = router.virtualInterfaces;
  const text = JSON.stringify(await vifs.list());
  const measured = {
    empty: () => nnc.version(),
    list: () => vifs.list(),
    parse: () => JSON.parse(text),
    one: () => vifs.get({ instance: "vif-7" }),
  };
  const times = Object.fromEntries(Object.keys(measured).map((name) => [name, []]));
  for (const call of Object.values(measured)) await time(300, call);
  for (let round = 0; round < 20; round += 1) {
    for (const [name, call] of Object.entries(measured)) times[name].push(await time(100, call));
  }
  const [empty, list, parse, one] = Object.values(times).map(median);
  console.log(`an empty call ${us(empty)}, one record ${us(one)}, a list of 100 ${us(list)}`);
  console.log(`JSON.parse of that list (${text.length} bytes) ${us(parse)}`);
  console.log(`a list of 100 beside an empty call and JSON.parse: ${(list / (empty + parse)).toFixed(2)} of their time (bar: 1)`);
}

/** How long this thread has run, in ms: what another program does meanwhile is not in it. Linux tells; elsewhere NaN. */
function worked() {
  try {
    return Number(readFileSync("/proc/self/schedstat", "latin1").split(" ")[0]) / 1e6;
  } catch {
    return NaN;
  }
}

/** How late a timer of 1 ms is at worst while so many calls are made at once. */
async function drift(name, many, call) {
  const gaps = [];
  const works = [];
  let [last, ran] = [performance.now(), worked()];
  let running = true;
  const tick = () => {
    const [now, runs] = [performance.now(), worked()];
    gaps.push(now - last);
    works.push(runs - ran);
    [last, ran] = [now, runs];
    if (running) setTimeout(tick, 1);
  };
  const rounds = 20;
  const [worst, most] = [[], []];
  setTimeout(tick, 1);
  for (let round = 0; round < rounds; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    gaps.length = works.length = 0;
    await Promise.all(Array.from({ length: many }, call));
    await new Promise((resolve) => setTimeout(resolve, 5));
    worst.push(Math.max(...gaps) - 1);
    most.push(Math.max(...works));
  }
  running = false;
  console.log(`${name}: a timer of 1 ms is late by ${median(worst).toFixed(1)} ms (median of ${rounds} rounds), ` +
    `${Math.max(...worst).toFixed(1)} ms at worst; between two ticks this thread works ${median(most).toFixed(1)} ms, ${Math.max(...most).toFixed(1)} ms at most`);
}

/** Events as fast as they come, of which so many wait for a slow reader. */
async function stream(perMillisecond, seconds, capacity) {
  const { Feed } = require("../lib/runtime.cjs");
  const native = require("../lib/native.cjs").load();
  const count = perMillisecond * 1000 * seconds;
  const make = (row) => ({ at: new Date(row[0]), kind: row[1], details: row[2].map(([name, value]) => ({ name, value })), lost: row[3] });
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const feed = new Feed(native.flood(count, perMillisecond, capacity), make);
  const cpu = process.cpuUsage();
  const begun = performance.now();
  let [seen, lost, next, jumps] = [0, 0, 0, 0];
  let half = 0;
  for await (const event of feed) {
    const number = Number(event.details[1].value);
    if (number !== next) jumps += 1;
    next = number + 1;
    seen += 1;
    lost += event.lost;
    if (seen === count >> 1) half = process.memoryUsage.rss();
  }
  const took = performance.now() - begun;
  const used = process.cpuUsage(cpu);
  globalThis.gc?.();
  const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  console.log(
    `a stream of ${perMillisecond * 1000} events/s for ${seconds} s, capacity ${capacity}: ${seen} of ${count} came, ${lost} lost, ${jumps} gaps, ` +
      `${Math.round((seen / took) * 1000)} events/s, ${(((used.user + used.system) / 1000 / took) * 100).toFixed(0)} % of a core; ` +
      `memory ${mib(before)} before, ${mib(half)} at half, ${mib(process.memoryUsage.rss())} after`,
  );
}

const path = mkdtempSync(join(tmpdir(), "nnc-bench-"));
const sim = await simulator();
try {
  const opened = await nnc.open({ path, patience: 60_000 });
  await opened.addRouter({ name: "home", url: sim.url, password: PASSWORD });
  const router = await opened.router({ name: "home" });
  const interfaces = Array.from({ length: 100 }, (_, i) => ({ name: `vif-${i}`, service: "tor" }));
  await router.virtualInterfaces.create({ interfaces });
  if (wanted("calls")) await calls(router);
  if (wanted("drift")) {
    await drift("nothing to do", 1, () => Promise.resolve());
    await drift("500 promises that resolve later, and no calls", 500, () => new Promise((resolve) => setImmediate(resolve)));
    await drift("500 calls for one record at once", 500, () => router.virtualInterfaces.get({ instance: "vif-7" }));
    await drift("500 calls for lists of 100 at once", 500, () => router.virtualInterfaces.list());
  }
  if (wanted("stream")) {
    // As many events may wait as where nothing is said.
    await stream(100, 10, 16_384);
    await stream(1000, 3, 16_384);
  }
} finally {
  await sim.stop();
  rmSync(path, { recursive: true, force: true });
}
