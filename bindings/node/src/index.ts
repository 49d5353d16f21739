export type { Finding } from "./runtime/findings.js";
export { type Result, validate } from "./runtime/validate.js";
export * from "./generated/enums.js";
export * from "./generated/models.js";
