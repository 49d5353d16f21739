import { z } from "zod";

import { addressBytes, hasHostBits, prefix } from "./address.js";

/** What a text must satisfy; lengths count Unicode scalar values. */
export interface TextRules {
  readonly min: number;
  readonly max: number;
  readonly pattern?: RegExp | undefined;
}

/** What an address must satisfy; version 0 is both. */
export interface IpRules {
  readonly version: number;
  readonly noHostBits?: boolean;
}

/** What a list must satisfy. */
export interface ItemRules {
  readonly min: number;
  readonly max: number;
  readonly unique: boolean;
}

interface Payload {
  readonly value: unknown;
  readonly issues: z.core.$ZodRawIssue[];
}

function refuse(payload: Payload, code: string, message: string, path: PropertyKey[] = []): void {
  payload.issues.push({ code: "custom", input: payload.value, message, path, params: { code }, continue: true });
}

/** C0, DEL and C1: the characters of Unicode's category Cc. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

function refuseControl(payload: Payload & { value: string }): boolean {
  const found = CONTROL.test(payload.value);
  if (found) refuse(payload, "control-character", "control characters are not allowed in text");
  return found;
}

/** Text. All its rules are judged, whichever fail; but a text that is too long is not matched. */
export function text(rules: TextRules) {
  return z.string().check((payload) => {
    refuseControl(payload);
    const length = [...payload.value].length;
    if (length < rules.min) refuse(payload, "too-short", `at least ${rules.min} characters are needed, this has ${length}`);
    if (length > rules.max) refuse(payload, "too-long", `at most ${rules.max} characters are allowed, this has ${length}`);
    if (rules.pattern !== undefined && length <= rules.max && !rules.pattern.test(payload.value)) {
      refuse(payload, "pattern-mismatch", `the whole text must match ${rules.pattern.source}`);
    }
  });
}

/** A 32-bit integer, or milliseconds. Not `z.int()`: its refusal keeps the checks of an enclosing object from running. */
export function integer(min: number, max: number) {
  return z.number().check((payload) => {
    if (!Number.isInteger(payload.value)) refuse(payload, "not-integer", "a number without a fraction is needed");
    else if (payload.value < min || payload.value > max) refuse(payload, "out-of-range", `a number from ${min} to ${max} is needed`);
  });
}

/** An unsigned 64-bit integer; accepts a number that holds it exactly, gives a bigint. */
export function u64() {
  return z.union([z.bigint(), z.int()]).transform(BigInt).pipe(z.bigint().min(0n).max(0xffff_ffff_ffff_ffffn));
}

/** A moment in milliseconds; gives a Date. */
export function dateTime(min: number, max: number) {
  return integer(min, max).transform((millis) => new Date(millis));
}

/** An Ethernet address; gives it in upper case. */
export function mac() {
  return z
    .string()
    .check((payload) => {
      if (!refuseControl(payload) && !/^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}$/.test(payload.value)) {
        refuse(payload, "bad-mac", "six pairs of hexadecimal digits joined by colons are needed");
      }
    })
    .transform((mac) => mac.toUpperCase());
}

function refuseVersion(payload: Payload, rules: IpRules, bytes: number[]): void {
  const version = bytes.length === 4 ? 4 : 6;
  if (rules.version !== 0 && rules.version !== version) refuse(payload, "wrong-family", `an IPv${rules.version} address is needed`);
}

/** An address without a prefix length or zone. */
export function ipAddress(rules: IpRules) {
  return z.string().check((payload) => {
    if (refuseControl(payload)) return;
    const bytes = addressBytes(payload.value);
    if (bytes === undefined) {
      refuse(payload, "bad-ip-address", "an IPv4 or IPv6 address without a prefix length or zone is needed");
    } else {
      refuseVersion(payload, rules, bytes);
    }
  });
}

/** An address with a prefix length. */
export function ipPrefix(rules: IpRules) {
  return z.string().check((payload) => {
    if (refuseControl(payload)) return;
    const parsed = prefix(payload.value);
    if (parsed === undefined) {
      refuse(payload, "bad-ip-prefix", "an address with a prefix length is needed, such as 10.99.0.0/16");
      return;
    }
    refuseVersion(payload, rules, parsed.bytes);
    if (rules.noHostBits === true && hasHostBits(parsed)) refuse(payload, "host-bits-set", "bits after the prefix length are set");
  });
}

/** A reference to a secret: `<id>@<version>`. */
export function secretRef() {
  return z.string().check((payload) => {
    if (refuseControl(payload)) return;
    const version = /^[A-Za-z0-9._/-]{1,100}@([1-9][0-9]{0,9})$/.exec(payload.value)?.[1];
    if (version === undefined || Number(version) > 0xffff_ffff) {
      refuse(payload, "bad-secret-ref", "a reference such as router/home/password@3 is needed, not the secret itself");
    }
  });
}

/** A check that runs whatever is wrong already. */
function always<T>(judge: (payload: Payload & { value: T }) => void): z.core.$ZodCheck<T> {
  const check = z.check<T>(judge);
  check._zod.def.when = () => true;
  return check;
}

/** A list and each of its items. */
export function items<T extends z.ZodType>(rules: ItemRules, item: T) {
  return z.array(item).check(
    always((payload) => {
      const list: unknown = payload.value;
      if (!Array.isArray(list)) return;
      if (list.length < rules.min) refuse(payload, "too-few-items", `at least ${rules.min} items are needed`);
      if (list.length > rules.max) refuse(payload, "too-many-items", `at most ${rules.max} items are allowed`);
      if (!rules.unique) return;
      const seen = new Set<unknown>();
      for (const [at, value] of list.entries()) {
        if (typeof value !== "string") continue;
        if (seen.has(value)) refuse(payload, "duplicate-item", "this stands in the list already", [at]);
        seen.add(value);
      }
    }),
  );
}

/** Exactly one of the fields is given. */
export function exactlyOne(names: readonly string[]): z.core.$ZodCheck<object> {
  return always((payload) => {
    const value = payload.value as Record<string, unknown> | null;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    const given = names.filter((name) => value[name] !== undefined && value[name] !== null);
    if (given.length !== 1) refuse(payload, "not-exactly-one", `exactly one of ${names.join(", ")} is needed`);
  });
}

/** A rule between two fields. A field is given where it is neither absent nor null nor false. */
export type CrossRule =
  /** Where both are given, the lower number is not above the upper one. */
  | { readonly kind: "ordered"; readonly lower: string; readonly upper: string; readonly equal: boolean }
  /** Where the field is given, the other is given too, and as one of the words if there are any. */
  | { readonly kind: "requires"; readonly field: string; readonly other: string; readonly words: readonly string[] }
  /** Where the field is given, the other is not, or not as one of the words if there are any. */
  | { readonly kind: "excludes"; readonly field: string; readonly other: string; readonly words: readonly string[] };

/** Judges fields against each other, once each of them by itself is in order. */
export function crossFields(rules: readonly CrossRule[]): z.core.$ZodCheck<object> {
  return always((payload) => {
    if (payload.issues.length > 0) return;
    const value = payload.value as Record<string, unknown>;
    const given = (name: string): unknown => {
      const found = value[name];
      return found === null || found === false ? undefined : found;
    };
    for (const rule of rules) {
      if (rule.kind === "ordered") {
        const [low, high] = [given(rule.lower), given(rule.upper)] as [number | undefined, number | undefined];
        if (low === undefined || high === undefined) continue;
        // Moments compare as numbers do; equality is the lack of both orders.
        if (low > high || (!rule.equal && !(low < high))) {
          refuse(payload, "out-of-order", `this must not be below ${rule.lower}`, [rule.upper]);
        }
        continue;
      }
      const [field, other] = [given(rule.field), given(rule.other)];
      const meant = other !== undefined && (rule.words.length === 0 || rule.words.includes(other as string));
      if (field === undefined || meant === (rule.kind === "requires")) continue;
      const [code, message] =
        rule.kind === "requires"
          ? ["field-needed", `this needs ${[rule.other, ...rule.words].join(" ")}`]
          : ["fields-exclude", `this does not go together with ${[rule.other, ...rule.words].join(" ")}`];
      refuse(payload, code as string, message as string, [rule.field]);
    }
  });
}
