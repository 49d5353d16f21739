import type { z } from "zod";

import { type Finding, ordered, pointer } from "./findings.js";
import { type Raw, read } from "./json.js";

/** The value, or everything that is wrong with the document. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly findings: Finding[] };

/**
 * Judges JSON text by a generated schema. Reading the text here, and not by `JSON.parse`, is what makes duplicate keys,
 * large integers and broken surrogates visible.
 */
export function validate<T>(schema: z.ZodType<T>, text: string): Result<T> {
  const { raw, findings } = read(text);
  if (raw === undefined) return { ok: false, findings };
  const outcome = schema.safeParse(raw);
  const all = [...findings, ...(outcome.success ? [] : outcome.error.issues.flatMap((issue) => fromIssue(issue, raw)))];
  if (outcome.success && all.length === 0) return { ok: true, value: outcome.data };
  return { ok: false, findings: ordered(all) };
}

/** What an issue of Zod means in the codes that all languages share. */
function fromIssue(issue: z.core.$ZodIssue, root: Raw): Finding[] {
  const place = pointer(issue.path);
  const finding = (code: string, message: string): Finding[] => [{ code, pointer: place, message }];
  if (issue.code === "custom") return finding(String(issue.params?.["code"]), issue.message);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ code: "unknown-field", pointer: pointer([...issue.path, key]), message: "there is no such field here" }));
  }
  const value = at(root, issue.path);
  if (value === undefined) return finding("missing-field", "this field is needed");
  if (value === null && issue.path.length > 0) return finding("null-not-allowed", "null is not allowed here");
  switch (issue.code) {
    case "invalid_value":
      return typeof value === "string"
        ? finding("unknown-value", `one of ${issue.values.map(String).join(", ")} is needed`)
        : finding("wrong-type", `expected a word, found ${kind(value)}`);
    case "too_small":
      return finding("out-of-range", `a number of at least ${String(issue.minimum)} is needed`);
    case "too_big":
      return finding("out-of-range", `a number of at most ${String(issue.maximum)} is needed`);
    case "invalid_union":
      if (issue.path.at(-1) === "__typename") {
        return typeof value === "string" ? finding("unknown-variant", "no member has this name") : finding("wrong-type", `expected a word, found ${kind(value)}`);
      }
      return number(value, place) ?? finding("wrong-type", `expected a number, found ${kind(value)}`);
    case "invalid_type":
      if (issue.expected === "number" || issue.expected === "int" || issue.expected === "bigint") {
        return number(value, place) ?? finding("wrong-type", `expected an integer, found ${kind(value)}`);
      }
      return finding("wrong-type", `expected ${issue.expected}, found ${kind(value)}`);
    default:
      return finding("wrong-type", issue.message);
  }
}

/** A number that a number schema refused has a fraction or is too large. */
function number(value: Raw, place: string): Finding[] | undefined {
  if (typeof value !== "number" && typeof value !== "bigint") return undefined;
  const fraction = Number.isNaN(value) || (typeof value === "number" && Number.isFinite(value) && !Number.isInteger(value));
  return fraction
    ? [{ code: "not-integer", pointer: place, message: "a number without a fraction is needed" }]
    : [{ code: "out-of-range", pointer: place, message: "the number is out of range" }];
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
