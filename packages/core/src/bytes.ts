import { shown } from "./shown.ts";

/** Whether it is a Uint8Array. What only has its prototype, or is a Proxy of one, is not: its `length` throws. */
export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && ArrayBuffer.isView(value);
}

/** What is wrong with memory that was given, or `undefined`. */
export function bytesFault(value: unknown): string | undefined {
  if (!isBytes(value)) return `${shown(value)} is not a Uint8Array`;
  return isGone(value) ? `the Uint8Array has lost its memory: ${HOW_IT_GOES}` : undefined;
}

export const HOW_IT_GOES = "its ArrayBuffer was transferred to somebody else, or made shorter";

/** What is gone looks empty, and writing it would look as if all of it had been written. */
function isGone(bytes: Uint8Array): boolean {
  if (bytes.length > 0) return false;
  try {
    // ECMA-262, 23.2.4.4 (ValidateTypedArray): it throws for both kinds. So does `values()`, which Bun 1.4 leaves out of compiled code where nobody takes its answer.
    bytes.includes(0);
    return false;
  } catch {
    return true;
  }
}

/** What is wrong with data to write, or `undefined`. */
export function dataFault(data: unknown): string | undefined {
  if (!Array.isArray(data)) return bytesOrList(data, bytesFault(data));
  // Not `every`, which passes over holes.
  for (const piece of data) {
    const fault = bytesFault(piece);
    if (fault !== undefined) return bytesOrList(piece, fault);
  }
  return undefined;
}

function bytesOrList(data: unknown, fault: string | undefined): string | undefined {
  if (fault === undefined || isBytes(data)) return fault;
  return `the data must be a Uint8Array or an array of them, and not ${shown(data)} (encode text with TextEncoder)`;
}
