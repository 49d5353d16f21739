import type { z } from "zod";

import { type Finding, Findings } from "./findings.js";
import { type Raw, Unreadable, read } from "./json.js";

/** The value, or everything that is wrong with the document. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly findings: Finding[] };

/**
 * Judges JSON text by a generated schema. Reading the text here, and not by `JSON.parse`, is what makes duplicate keys,
 * large integers and broken surrogates visible.
 */
export function validate<T>(schema: z.ZodType<T>, text: string): Result<T> {
  const findings = new Findings();
  let raw: Raw;
  try {
    raw = read(text, findings);
  } catch (stop) {
    if (!(stop instanceof Unreadable)) throw stop;
    return { ok: false, findings: [{ code: stop.code, pointer: "", message: stop.message }] };
  }
  const outcome = schema.safeParse(raw);
  for (const issue of outcome.success ? [] : outcome.error.issues) note(issue, raw, findings);
  const found = findings.finish();
  return outcome.success && found.length === 0 ? { ok: true, value: outcome.data } : { ok: false, findings: found };
}

/** Notes what an issue of Zod means in the codes that all languages share. */
function note(issue: z.core.$ZodIssue, root: Raw, findings: Findings): void {
  const add = (code: string, message: string): void => findings.add(code, issue.path, message);
  if (issue.code === "custom") return add(String(issue.params?.["code"]), issue.message);
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) findings.add("unknown-field", [...issue.path, key], "there is no such field here");
    return;
  }
  const value = at(root, issue.path);
  if (value === undefined) return add("missing-field", "this field is needed");
  if (value === null && issue.path.length > 0) return add("null-not-allowed", "null is not allowed here");
  switch (issue.code) {
    case "invalid_value":
      if (typeof value !== "string") return add("wrong-type", `expected a word, found ${kind(value)}`);
      return add("unknown-value", `one of ${issue.values.map(String).join(", ")} is needed`);
    case "too_small":
      return add("out-of-range", `a number of at least ${String(issue.minimum)} is needed`);
    case "too_big":
      return add("out-of-range", `a number of at most ${String(issue.maximum)} is needed`);
    case "invalid_union":
      if (issue.path.at(-1) === "__typename") {
        if (typeof value !== "string") return add("wrong-type", `expected a word, found ${kind(value)}`);
        return add("unknown-variant", "no member has this name");
      }
      return add(...misfit(value));
    case "invalid_type":
      if (issue.expected === "number" || issue.expected === "bigint") return add(...misfit(value));
      return add("wrong-type", `expected ${issue.expected}, found ${kind(value)}`);
    default:
      return add("wrong-type", issue.message);
  }
}

/** Why a schema for integers refused a value: it is no number, has a fraction, or is too large to be held. */
function misfit(value: Raw): [string, string] {
  if (typeof value !== "number" && typeof value !== "bigint") return ["wrong-type", `expected an integer, found ${kind(value)}`];
  const fraction = typeof value === "number" && value !== Infinity && !Number.isInteger(value);
  return fraction ? ["not-integer", "a number without a fraction is needed"] : ["out-of-range", "the number is out of range"];
}

function at(root: Raw, path: ReadonlyArray<PropertyKey>): Raw | undefined {
  let value: Raw | undefined = root;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Array.isArray(value) ? value[Number(part)] : Object.hasOwn(value, part) ? value[String(part)] : undefined;
  }
  return value;
}

function kind(value: Raw): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "object":
      return "an object";
    case "string":
      return "text";
    case "boolean":
      return "a boolean";
    default:
      return "a number";
  }
}
