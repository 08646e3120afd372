/** Each of the 256 values once, in their order. */
export function everyByte(): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, value) => value);
}
