import { inspect } from "node:util";

/** The most bytes whose content is told. */
const BYTES = 32;
/** The most of an array. */
const ELEMENTS = 4;

const inOneLine = { depth: 1, breakLength: Number.POSITIVE_INFINITY, compact: true, customInspect: false } as const;

/** What a call was given, as it would be written. */
export function shownArguments(values: readonly unknown[]): string {
  return values.map(shownValue).join(", ");
}

/** A value in one line; bytes by their number, and few of them by what they are. */
export function shownValue(value: unknown): string {
  if (value === undefined) return "done";
  if (value instanceof Uint8Array) return `${lengthOf(value)}${contentOf(value)}`;
  if (value instanceof Error) return failureText(value);
  if (!Array.isArray(value)) return inspect(value, inOneLine);
  const elements = value.slice(0, ELEMENTS).map(shownValue);
  return `[${[...elements, ...(value.length > ELEMENTS ? ["…"] : [])].join(", ")}]`;
}

/** Memory that is lent to be filled: what is in it says nothing yet. */
export function lengthOf({ length }: Uint8Array): string {
  return length === 1 ? "1 byte" : `${length} bytes`;
}

/** ` "hel"`: one character a byte; nothing where they are many. */
export function contentOf(bytes: Uint8Array): string {
  return bytes.length === 0 || bytes.length > BYTES ? "" : ` ${JSON.stringify(String.fromCharCode(...bytes))}`;
}

/** What was thrown: an error of anysock's begins with its code, and any other with its name. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error, inOneLine);
  const [says = ""] = error.message.split("\n");
  return says.includes("code" in error ? String(error.code) : error.name) ? says : `${error.name}: ${says}`;
}
