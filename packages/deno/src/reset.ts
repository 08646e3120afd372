import { type OpenDescriptors, openDescriptors } from "./descriptors.ts";

/**
 * RST on Deno. `Deno.Conn.close()` sends FIN in every case, even with SO_LINGER {1, 0}, and nothing else of Deno's ends one
 * of its connections. Connecting it to no address (AF_UNSPEC) "dissolves the association" (connect(2)), on Linux by an RST.
 * That takes the C library, and so a permission, `--allow-ffi`: it is used where it has been given, and never asked for.
 */
export function canReset(): boolean {
  if (Deno.build.os !== "linux" || !Deno.build.target.endsWith("-gnu")) return false;
  return Deno.permissions.querySync({ name: "ffi" }).state === "granted";
}

/** Connections that nobody has looked for yet, oldest first. */
const unknown = new Set<Deno.TcpConn>();

/** What was found. A connection keeps its descriptor for as long as it is open, and nobody looks twice for one. */
const known = new Map<Deno.TcpConn, number>();

/** From then on this connection can be reset, until {@link forget}. */
export function remember(connection: Deno.TcpConn): void {
  unknown.add(connection);
}

export function forget(connection: Deno.TcpConn): void {
  unknown.delete(connection);
  known.delete(connection);
}

/** Resets this connection; the caller closes it, which then sends nothing (reset/abort). */
export function reset(connection: Deno.TcpConn): void {
  withDescriptor(connection, (open, descriptor) => open.dissolve(descriptor));
}

/** As close(2) does where input is lost (RFC 9293, 3.6.1), and Deno's `close` does not (close/dropped-resets). */
export function resetWhereUnread(connection: Deno.TcpConn): void {
  withDescriptor(connection, (open, descriptor) => {
    if (open.holdsInput(descriptor)) open.dissolve(descriptor);
  });
}

function withDescriptor(connection: Deno.TcpConn, act: (open: OpenDescriptors, descriptor: number) => void): void {
  const open = library();
  if (open === undefined) return;
  if (unknown.has(connection)) {
    // For all at once: a look takes some microseconds for each descriptor of this process.
    for (const [found, descriptor] of open.look(unknown, new Set(known.values()))) known.set(found, descriptor);
    unknown.clear();
  }
  const descriptor = known.get(connection);
  if (descriptor !== undefined) act(open, descriptor);
}

let descriptors: OpenDescriptors | undefined;

/** `undefined` where the permission has been revoked since the start, or there is no such library: what is left is the FIN. */
function library(): OpenDescriptors | undefined {
  try {
    descriptors ??= openDescriptors();
  } catch {}
  return descriptors;
}
