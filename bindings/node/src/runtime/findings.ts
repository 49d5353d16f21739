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

/** Orders findings by pointer, then code, in the order of Unicode scalar values, and keeps each once. */
export function ordered(findings: ReadonlyArray<Finding>): Finding[] {
  const sorted = [...findings].sort((a, b) => compare(a.pointer, b.pointer) || compare(a.code, b.code));
  const once = sorted.filter((finding, at) => {
    const previous = sorted[at - 1];
    return previous === undefined || previous.pointer !== finding.pointer || previous.code !== finding.code;
  });
  if (once.length <= MOST_FINDINGS) return once;
  const message = "there are more findings than are shown; mend these first";
  return [...once.slice(0, MOST_FINDINGS), { code: "more-findings", pointer: "", message }];
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
