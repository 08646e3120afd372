/** ::ffff:0:0/96 (RFC 4291, 2.5.5.2), as the URL standard spells it. */
const MAPPED = /^::ffff:([\da-f]+):([\da-f]+)$/;

/** An address in the one spelling that Deno has for it (RFC 5952), without a zone, which Deno leaves out. */
export function spelled(host: string): string {
  if (!host.includes(":")) return host;
  const [plain] = host.split("%", 1);
  const text = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  const [, high, low] = MAPPED.exec(text) ?? [];
  if (high === undefined || low === undefined) return text;
  const [one, other] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return `::ffff:${one >> 8}.${one & 255}.${other >> 8}.${other & 255}`;
}
