// Answers the requests of `nnc-conformance`, one a line; see conformance/README.md.

import { createInterface } from "node:readline";

import * as nnc from "nnc";

/** Handles and streams by the names they are kept under. */
const kept = new Map([["api", nnc]]);

/** An argument as JavaScript spells it: what JSON cannot say is written as an object of one field. */
function argument(value) {
  if (Array.isArray(value)) return value.map(argument);
  if (typeof value !== "object" || value === null) return value;
  if ("$text16" in value) return String.fromCharCode(...value.$text16);
  if ("$number" in value) return Number(value.$number);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, argument(inner)]));
}

/** A value as all languages spell it. */
function spelled(value) {
  if (typeof value === "bigint") return { $u64: String(value) };
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map(spelled);
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, spelled(inner)]));
}

/** Whether a value is one of the package's handles. */
function isHandle(value) {
  return typeof value === "object" && value !== null && nnc[value.constructor.name] === value.constructor;
}

async function call({ on, path, method, arguments: given, keep }) {
  const handle = path.reduce((from, name) => from[name], kept.get(on));
  try {
    const answer = await handle[method](argument(given ?? undefined));
    if (!isHandle(answer)) return { ok: spelled(answer) };
    kept.set(keep, answer);
    return answer instanceof nnc.Feed ? { stream: true } : { handle: answer.constructor.name };
  } catch (error) {
    if (!(error instanceof nnc.NncError)) throw error;
    const { kind, code, message, retryable, context } = error;
    return { error: { kind, code, message, retryable, context } };
  }
}

async function next({ on, count }) {
  const items = [];
  const feed = kept.get(on);
  while (items.length < count) {
    const { value, done } = await feed.next();
    if (done) return { ok: items, ended: true };
    items.push(spelled(value));
  }
  return { ok: items, ended: false };
}

async function close({ on }) {
  const one = kept.get(on);
  if (one instanceof nnc.Feed) one.close();
  kept.delete(on);
  return { ok: null };
}

const operations = { call, next, close };

for await (const line of createInterface(process.stdin)) {
  const request = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await operations[request.op](request))}\n`);
}
