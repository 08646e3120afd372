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

let descriptors: OpenDescriptors | undefined;

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
  const open = found();
  const descriptor = open?.find(connection.localAddr, connection.remoteAddr);
  if (open !== undefined && descriptor !== undefined) act(open, descriptor);
}

/** `undefined` where the permission has been revoked since the start, or there is no such library: what is left is the FIN. */
function found(): OpenDescriptors | undefined {
  try {
    descriptors ??= openDescriptors();
  } catch {}
  return descriptors;
}
