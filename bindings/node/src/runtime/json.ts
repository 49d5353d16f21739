import { Findings } from "./findings.js";

/** The largest document, in bytes of UTF-8. */
export const MAX_BYTES = 1024 * 1024;
/** The deepest nesting of arrays and objects. */
export const MAX_DEPTH = 64;
/** The longest key of an object, in Unicode scalar values. Pointers are made of keys, and must not outgrow the document. */
export const MAX_KEY = 256;
/** Most digits of an integer that is kept; longer ones are out of every range. */
const MOST_DIGITS = 30;

/**
 * A JSON value. Unlike `JSON.parse`, integers keep their value: they are numbers where a number holds them exactly,
 * else bigints; one that is out of every range is `Infinity`, and a fraction that would be rounded to an integer is `NaN`.
 */
export type Raw = null | boolean | number | bigint | string | Raw[] | { [key: string]: Raw };

/** A document cannot be read at all. */
export class Unreadable extends Error {
  constructor(readonly code: string, message: string) {
    super(message);
  }
}

const syntax = (): Unreadable => new Unreadable("bad-json", "this is no JSON text");
const half = (): Unreadable => new Unreadable("lone-surrogate", "a string holds half of a surrogate pair");

/**
 * Reads JSON text (RFC 8259). A key that stands twice is a finding; its first value is kept. Throws `Unreadable` for
 * what keeps the document from being read at all.
 */
export function read(text: string, findings: Findings): Raw {
  if (new TextEncoder().encode(text).length > MAX_BYTES) {
    throw new Unreadable("too-large", `this has more than ${MAX_BYTES} bytes`);
  }
  return new Reader(text, findings).document();
}

class Reader {
  private at = 0;
  private readonly path: (string | number)[] = [];

  constructor(
    private readonly text: string,
    private readonly findings: Findings,
  ) {}

  document(): Raw {
    this.space();
    const raw = this.value();
    this.space();
    if (this.at !== this.text.length) throw syntax();
    return raw;
  }

  private eat(word: string): boolean {
    const hit = this.text.startsWith(word, this.at);
    if (hit) this.at += word.length;
    return hit;
  }

  private need(word: string): void {
    if (!this.eat(word)) throw syntax();
  }

  private space(): void {
    while (" \t\n\r".includes(this.text[this.at] ?? "x")) this.at += 1;
  }

  private value(): Raw {
    switch (this.text[this.at]) {
      case "{":
        return this.nested(() => this.map());
      case "[":
        return this.nested(() => this.list());
      case '"':
        return this.string();
      case "t":
        this.need("true");
        return true;
      case "f":
        this.need("false");
        return false;
      case "n":
        this.need("null");
        return null;
      default:
        return this.number();
    }
  }

  private depth = 0;

  private nested(inner: () => Raw): Raw {
    if (this.depth === MAX_DEPTH) throw new Unreadable("too-deep", "this is nested too deeply");
    this.depth += 1;
    this.at += 1;
    this.space();
    const raw = inner();
    this.depth -= 1;
    return raw;
  }

  private map(): Raw {
    const entries = new Map<string, Raw>();
    if (!this.eat("}")) {
      do {
        this.space();
        if (this.text[this.at] !== '"') throw syntax();
        const key = this.string();
        if (key.length > MAX_KEY && [...key].length > MAX_KEY) throw new Unreadable("too-large", `a key has more than ${MAX_KEY} characters`);
        this.space();
        this.need(":");
        this.space();
        this.path.push(key);
        const value = this.value();
        if (entries.has(key)) {
          this.findings.add("duplicate-key", this.path, "this key stands twice; keep one of them");
        } else {
          entries.set(key, value);
        }
        this.path.pop();
        this.space();
      } while (this.eat(","));
      this.need("}");
    }
    // A key such as __proto__ must stay a key.
    const map = Object.create(null) as { [key: string]: Raw };
    for (const [key, value] of entries) map[key] = value;
    return map;
  }

  private list(): Raw {
    const values: Raw[] = [];
    if (this.eat("]")) return values;
    do {
      this.space();
      this.path.push(values.length);
      values.push(this.value());
      this.path.pop();
      this.space();
    } while (this.eat(","));
    this.need("]");
    return values;
  }

  private number(): Raw {
    const number = /-?(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?/y;
    number.lastIndex = this.at;
    const match = number.exec(this.text);
    if (match === null) throw syntax();
    this.at = number.lastIndex;
    // What follows a number is a separator; "01" and "1.e" are no numbers.
    if (/[-+.0-9eE]/.test(this.text[this.at] ?? " ")) throw syntax();
    const fraction = match[2] ?? "";
    const all = (match[1] ?? "") + fraction;
    const significant = all.replace(/0+$/, "");
    const digits = significant.replace(/^0+/, "");
    if (digits === "") return 0;
    const exponent = Number(match[3] ?? "0") - fraction.length + (all.length - significant.length);
    if (exponent < 0) {
      const rounded = Number(match[0]);
      return Number.isInteger(rounded) ? NaN : rounded;
    }
    if (digits.length + exponent > MOST_DIGITS) return Infinity;
    const size = BigInt(digits + "0".repeat(exponent));
    const integer = match[0].startsWith("-") ? -size : size;
    const small = Number(integer);
    return Number.isSafeInteger(small) ? small : integer;
  }

  private string(): string {
    this.at += 1;
    let out = "";
    for (;;) {
      const start = this.at;
      // eslint-disable-next-line no-control-regex
      const plain = /[^"\\\u0000-\u001f]*/y;
      plain.lastIndex = start;
      plain.exec(this.text);
      this.at = plain.lastIndex;
      const run = this.text.slice(start, this.at);
      if (!run.isWellFormed()) throw half();
      out += run;
      if (this.eat('"')) return out;
      this.need("\\");
      out += this.escape();
    }
  }

  private escape(): string {
    const escapes: Record<string, string> = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
    const letter = this.text[this.at] ?? "";
    this.at += 1;
    if (letter !== "u") {
      const simple = escapes[letter];
      if (simple === undefined) throw syntax();
      return simple;
    }
    const first = this.unit();
    if (first < 0xd800 || first > 0xdfff) return String.fromCharCode(first);
    if (first > 0xdbff || !this.eat("\\u")) throw half();
    const second = this.unit();
    if (second < 0xdc00 || second > 0xdfff) throw half();
    return String.fromCharCode(first, second);
  }

  private unit(): number {
    const hex = this.text.slice(this.at, this.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw syntax();
    this.at += 4;
    return parseInt(hex, 16);
  }
}
