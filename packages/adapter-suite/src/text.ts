export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

export function textOf(data: Uint8Array | null): string {
  return new TextDecoder().decode(data ?? undefined);
}
