"use strict";

// What the generated classes stand on: calls, streams and errors over the addon.

const { Port } = require("./native.cjs").load();

/** How many milliseconds of answers are handled before other work of the event loop gets its turn. */
const TURN_MS = 1;
/** How many answers are taken from the addon at once. */
const TAKE = 4;
/** How many lists are kept as they were made of their texts. */
const KEPT = 8;
/** Which texts are worth it, and not too long to be kept. */
const [SHORTEST, LONGEST_KEPT] = [2 ** 10, 2 ** 20];
/** How many items of a stream are fetched at once. */
const BATCH = 256;
/** The most that can be. */
const MOST = 2 ** 20;

/** What every call of nnc fails with. */
class NncError extends Error {
  constructor({ kind, code, message, retryable, context = {} }) {
    super(message);
    this.kind = kind;
    this.code = code;
    this.retryable = retryable;
    this.context = context;
  }
}
Object.defineProperty(NncError.prototype, "name", { value: "NncError" });

/** An argument of the scripts' own makes no sense; spelled as the addon spells its findings. */
function invalid(code, pointer, message) {
  const context = { "finding.0": `${code} ${pointer}` };
  message = `${pointer}: ${message} [${code}]`;
  return new NncError({ kind: "invalid", code: "invalid-argument", message, retryable: false, context });
}

/** What the addon throws has its error as JSON in the message. */
function translated(error) {
  if (!error.message.startsWith("{")) return error;
  return new NncError(JSON.parse(error.message));
}

const port = new Port(onReady);
/** Who waits for an answer, by ticket. */
const waiting = new Map();
let tickets = 0;
/** How many of those keep the process alive. */
let holding = 0;

function hold(more) {
  const before = holding;
  holding += more;
  if ((before === 0) !== (holding === 0)) port.hold(holding > 0);
}

/** What the program implements, by number; the addon tells what it lets go of. */
const hosts = new Map();
let hostNumbers = 0;

/** How errors are spelled that nnc knows. */
const CODE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** What those of the system mean. */
const SYSTEM = new Map([
  ...["ECONNABORTED", "ECONNRESET", "EPIPE"].map((code) => [code, "connection-lost"]),
  ...["EAI_AGAIN", "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "ETIMEDOUT"].map((code) => [
    code,
    "router-unreachable",
  ]),
]);
/** How long a message of the program may be. */
const LONGEST = 4096;

/** The code and the message of what the program threw, which may be anything. */
function refusal(thrown) {
  try {
    const { code, message } = Object(thrown);
    const known = typeof code === "string" ? (CODE.test(code) ? code : SYSTEM.get(code)) : undefined;
    const told = typeof message === "string" ? message : String(thrown);
    return [known ?? "router-refused", told.slice(0, LONGEST)];
  } catch {
    return ["router-refused", "it threw something that cannot be read"];
  }
}

/** Calls a method of what the program implements, and answers under the ticket. */
async function ask(ticket, [number, method, args]) {
  try {
    const value = await hosts.get(number)[method](...args);
    port.give(ticket, value ?? null);
  } catch (error) {
    port.refuse(ticket, ...refusal(error));
  }
}

/** Takes what is there, for a while; what is left then waits until timers and input had their turn. */
function onReady() {
  const until = performance.now() + TURN_MS;
  do {
    const taken = port.take(TAKE);
    for (let at = 0; at < taken.length; at += 3) {
      const [number, kind, value] = [taken[at], taken[at + 1], taken[at + 2]];
      if (kind === 2) ask(number, JSON.parse(value));
      else if (kind === 3) hosts.delete(number);
      else {
        const settle = waiting.get(number);
        waiting.delete(number);
        settle(kind === 1, value);
      }
    }
    if (taken.length < TAKE * 3) return;
  } while (performance.now() < until);
  setImmediate(onReady);
}

/** The last lists that were made, each with its text; the newest last. */
const kept = [];

/** A list of a text, made of records that nobody can change. Their dates can be set all the same: what they say is noted. */
class Kept {
  #dates = [];

  constructor(text, make) {
    this.text = text;
    this.make = make;
    this.records = make(JSON.parse(text));
    this.records.forEach((record) => this.#freeze(record));
  }

  #freeze(record) {
    for (const value of Object.values(record)) {
      if (value instanceof Date) this.#dates.push([value, value.getTime()]);
      else if (typeof value === "object" && value !== null) this.#freeze(value);
    }
    Object.freeze(record);
  }

  isUntouched() {
    return this.#dates.every(([date, time]) => date.getTime() === time);
  }
}

/**
 * The list of a text that is likely to come again, for nnc gives lists as the same text while nothing changes: the same
 * records, in an array that is the caller's own. To compare texts takes a fraction of the time of making records, and what
 * is not made is not collected.
 */
function relist(text, make) {
  if (text.length < SHORTEST || text.length > LONGEST_KEPT) return new Kept(text, make).records;
  const at = kept.findIndex((known) => known.make === make && known.text === text);
  const [known] = at < 0 ? [] : kept.splice(at, 1);
  const list = known?.isUntouched() ? known : new Kept(text, make);
  if (kept.length === KEPT) kept.shift();
  kept.push(list);
  return list.records.slice();
}

/** Marks what makes a list of records that hold nothing but values and such records. */
function again(make) {
  make.again = true;
  return make;
}

/** What a call failed with; its error is made where the caller waits, so that the stack shows the caller. */
class Failure {
  constructor(parts) {
    this.parts = parts;
  }
}

/** Sends something out under a ticket, and waits for what `make` makes of the answer, or for a `Failure`. */
function answered(send, make) {
  return new Promise((resolve, reject) => {
    do tickets = (tickets + 1) >>> 0;
    while (waiting.has(tickets));
    const ticket = tickets;
    waiting.set(ticket, (failed, value) => {
      try {
        if (failed) resolve(new Failure(JSON.parse(value)));
        else if (value === undefined) resolve(undefined);
        else if (make?.again) resolve(relist(value, make));
        else {
          const plain = typeof value === "string" ? JSON.parse(value) : value;
          resolve(make ? make(plain) : plain);
        }
      } catch (error) {
        reject(error);
      }
    });
    try {
      send(ticket);
    } catch (error) {
      waiting.delete(ticket);
      reject(error);
    }
  });
}

/** A handle of the addon; the addon lets go of what it holds when this object is collected. */
class Handle {
  #native;

  constructor(native) {
    this.#native = native;
  }

  static native(handle) {
    return handle.#native;
  }
}

let rootHandle;

/** Where everything starts. */
function root() {
  return (rootHandle ??= new Handle(port.root()));
}

/** The signal that lets go of a call, if there is one. */
function signalOf(options) {
  const signal = options?.signal;
  if (signal === undefined) return undefined;
  // Other realms, such as a window of Electron, have a class of their own.
  const methods = ["addEventListener", "removeEventListener"];
  if (typeof signal?.aborted !== "boolean" || methods.some((name) => typeof signal[name] !== "function")) {
    throw invalid("wrong-type", "/signal", "an AbortSignal is needed");
  }
  if (signal.aborted) throw signal.reason;
  return signal;
}

/** What is promised, or the reason of the signal, whichever comes first. */
function unlessAborted(promise, signal) {
  return new Promise((resolve, reject) => {
    const letGo = () => reject(signal.reason);
    signal.addEventListener("abort", letGo, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", letGo));
  });
}

function release() {
  hold(-1);
}

async function awaited(send, make, options) {
  const signal = signalOf(options);
  const answering = answered(send, make);
  hold(1);
  // Until the answer is there, whoever lets go of the call: what was begun goes on to its end in this process.
  answering.then(release, release);
  const answer = await (signal ? unlessAborted(answering, signal) : answering);
  if (answer instanceof Failure) throw new NncError(answer.parts);
  return answer;
}

function call(handle, method, args, make, options) {
  return awaited((ticket) => port.call(ticket, Handle.native(handle), method, args), make, options);
}

/** A call that takes what the program implements beside its arguments. */
async function attached(handle, method, args, { argument, host, methods }, make, options) {
  const missing = methods.filter((name) => typeof host?.[name] !== "function");
  if (missing.length > 0) {
    throw invalid("wrong-type", `/${argument}`, `an object is needed that has the methods ${missing.join(", ")}`);
  }
  do hostNumbers = (hostNumbers + 1) >>> 0;
  while (hosts.has(hostNumbers));
  const number = hostNumbers;
  hosts.set(number, host);
  const send = (ticket) => {
    try {
      port.attach(ticket, Handle.native(handle), method, args, number);
    } catch (error) {
      hosts.delete(number);
      throw error;
    }
  };
  return awaited(send, make, options);
}

function part(handle, method, Part) {
  return new Part(port.part(Handle.native(handle), method));
}

function started(handle, method, args, Operation) {
  try {
    return new Operation(port.start(Handle.native(handle), method, args));
  } catch (error) {
    throw translated(error);
  }
}

function opened(handle, method, args, make, options) {
  const signal = signalOf(options);
  let feed;
  try {
    feed = new Feed(port.open(Handle.native(handle), method, args), make);
  } catch (error) {
    throw translated(error);
  }
  // A signal may live long: it does not keep what nobody reads any more.
  const held = new WeakRef(feed);
  signal?.addEventListener("abort", () => held.deref()?.close(), { once: true });
  return feed;
}

/** Items as they come. */
class Feed {
  #native;
  #make;
  #batch = [];
  #at = 0;
  /** Settles when everything that was asked for so far has come. */
  #last = Promise.resolve();
  /** How many reads are under way, and whether they keep the process alive. */
  #reads = 0;
  #holds = true;

  constructor(native, make) {
    this.#native = native;
    this.#make = make ? (rows) => rows.map(make) : undefined;
  }

  next() {
    if (this.#at < this.#batch.length) return Promise.resolve(this.#buffered());
    const read = this.#last.then(async () => {
      if (this.#at >= this.#batch.length) {
        this.#batch = await this.#read(BATCH);
        this.#at = 0;
      }
      return this.#batch.length === 0 ? { value: undefined, done: true } : this.#buffered();
    });
    this.#last = read.catch(() => {});
    return read;
  }

  nextBatch(most = BATCH) {
    if (!Number.isInteger(most) || most < 1 || most > MOST) {
      return Promise.reject(invalid("out-of-range", "/most", `a number from 1 to ${MOST} is needed`));
    }
    const read = this.#last.then(() => {
      if (this.#at >= this.#batch.length) return this.#read(most);
      const batch = this.#batch.slice(this.#at, this.#at + most);
      this.#at += batch.length;
      return batch;
    });
    this.#last = read.catch(() => {});
    return read;
  }

  listen(onItem, onEnd) {
    if (typeof onItem !== "function") throw invalid("wrong-type", "/onItem", "a function is needed");
    let stopped = false;
    const listen = async () => {
      for (;;) {
        const batch = await this.nextBatch();
        if (batch.length === 0) return;
        for (const item of batch) {
          if (stopped) return;
          onItem(item);
        }
      }
    };
    listen().then(
      () => {
        if (!stopped) onEnd?.();
      },
      (error) => {
        this.close();
        if (!onEnd) throw error;
        onEnd(error);
      },
    );
    return () => {
      stopped = true;
      this.close();
    };
  }

  close() {
    this.#batch = [];
    this.#at = 0;
    port.close(this.#native);
  }

  ref() {
    if (!this.#holds) hold(this.#reads);
    this.#holds = true;
    return this;
  }

  unref() {
    if (this.#holds) hold(-this.#reads);
    this.#holds = false;
    return this;
  }

  async return() {
    this.close();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  async [Symbol.asyncDispose ?? Symbol.for("nodejs.asyncDispose")]() {
    this.close();
  }

  #buffered() {
    const value = this.#batch[this.#at];
    this.#batch[this.#at] = undefined;
    this.#at += 1;
    return { value, done: false };
  }

  async #read(most) {
    this.#reads += 1;
    if (this.#holds) hold(1);
    try {
      const answer = await answered((ticket) => port.read(ticket, this.#native, most), this.#make);
      if (answer instanceof Failure) throw new NncError(answer.parts);
      return answer ?? [];
    } finally {
      this.#reads -= 1;
      if (this.#holds) hold(-1);
    }
  }
}

const LEVELS = ["error", "warn", "info", "debug", "trace"];

/** Calls back for what nnc tells about its work. */
function log(level, onRecord) {
  const number = LEVELS.indexOf(level);
  if (number < 0) throw invalid("unknown-value", "/level", `one of ${LEVELS.join(", ")} is needed`);
  if (typeof onRecord !== "function") throw invalid("wrong-type", "/onRecord", "a function is needed");
  const record = (row) => ({
    level: LEVELS[row[0]],
    target: row[1],
    message: row[2],
    fields: Object.fromEntries(row[3]),
    at: new Date(row[4]),
    lost: row[5],
  });
  return new Feed(port.log(number), record).unref().listen(onRecord);
}

/** How many handles and streams of the addon are held; for tests. */
const live = () => port.live();

module.exports = { Feed, Handle, NncError, again, attached, call, live, log, opened, part, root, started };
