/** The port of `tcp://host:port`. */
export function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(":") + 1));
}

/** A Unix address of exactly so many bytes of path, beside the given one. */
export function pathOfLength(address: string, bytes: number): string {
  const path = address.slice("unix:".length);
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return `unix:${folder}${"p".repeat(bytes - folder.length)}`;
}

/** Addresses that no system has, made of one that could be: a port beyond 16 bits; no path, and one with a NUL inside. */
export function impossibleAddresses(address: string): readonly string[] {
  if (address.startsWith("unix:")) return ["unix:", `${address}\0more`];
  const host = address.slice(0, address.lastIndexOf(":"));
  return [`${host}:65536`, `${host}:70000`];
}
