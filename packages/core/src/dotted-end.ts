/**
 * The same IPv6 address without a dotted end (RFC 4291, 2.2): `::ffff:192.0.2.1` as `::ffff:c000:201`. Any other text stays as it is.
 * `URL` of Bun 1.4.5 takes no dotted end behind some places of `::`, as in `0::0:0:0:1.2.3.4`.
 */
export function inHexadecimal(host: string): string {
  return host.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(":"),
  );
}
