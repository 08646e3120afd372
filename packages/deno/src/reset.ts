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
  try {
    descriptors ??= openDescriptors();
  } catch (error) {
    // The permission was there at the start and has been revoked since; what is left is the FIN.
    if (error instanceof Deno.errors.NotCapable) return;
    throw error;
  }
  const descriptor = descriptors.find(connection.localAddr, connection.remoteAddr);
  if (descriptor !== undefined) act(descriptors, descriptor);
}
