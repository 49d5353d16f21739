/** One thing that is wrong with a document. */
export interface Finding {
  /** A stable code in kebab-case, such as `too-long`. */
  readonly code: string;
  /** Where: a JSON pointer (RFC 6901) with the names of the schema; empty for the whole document. */
  readonly pointer: string;
  /** What is wrong, for people. It never holds the value. */
  readonly message: string;
}

/** Most findings that are reported; a last one, `more-findings`, stands for the rest. */
export const MOST_FINDINGS = 100;

/** A JSON pointer to a place. */
export function pointer(path: ReadonlyArray<PropertyKey>): string {
  return path.map((part) => "/" + String(part).replaceAll("~", "~0").replaceAll("/", "~1")).join("");
}

/** Collects findings: each once, ordered by pointer, then code, in the order of Unicode scalar values. */
export class Findings {
  private found = new Map<string, Finding>();
  private more = false;

  /** Notes what is wrong at a place. */
  add(code: string, place: ReadonlyArray<PropertyKey>, message: string): void {
    const finding = { code, pointer: pointer(place), message };
    const key = `${code} ${finding.pointer}`;
    if (!this.found.has(key)) this.found.set(key, finding);
    // Only what may be reported is kept: a document can have far more findings than it has bytes.
    if (this.found.size > 2 * MOST_FINDINGS) this.cut();
  }

  /** The findings that are reported. */
  finish(): Finding[] {
    this.cut();
    const message = "there are more findings than are shown; mend these first";
    return [...this.found.values(), ...(this.more ? [{ code: "more-findings", pointer: "", message }] : [])];
  }

  private cut(): void {
    const sorted = [...this.found].sort(([, a], [, b]) => compare(a.pointer, b.pointer) || compare(a.code, b.code));
    this.more ||= sorted.length > MOST_FINDINGS;
    this.found = new Map(sorted.slice(0, MOST_FINDINGS));
  }
}

/** `<` on strings compares UTF-16 units, which puts U+E000 to U+FFFF after everything beyond them. */
function compare(a: string, b: string): number {
  const left = a[Symbol.iterator]();
  const right = b[Symbol.iterator]();
  for (;;) {
    const x = left.next();
    const y = right.next();
    if (x.done === true || y.done === true) return Number(y.done ?? false) - Number(x.done ?? false);
    const difference = (x.value.codePointAt(0) ?? 0) - (y.value.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
}
