/**
 * Messages over a stream, which has none: exact counts, delimiters, lines, length prefixes. Each has a maximum.
 *
 * @module
 */
export type { Limits } from "./limits.ts";
export type { Prefix } from "./prefix.ts";
export {
  BufferedReader,
  type ByteSource,
  type LineOptions,
  type PrefixedOptions,
  type Released,
} from "./reader.ts";
export { type WritePrefixedOptions, writePrefixed } from "./write-prefixed.ts";
