import { type OpenDescriptors, openDescriptors } from "./descriptors.ts";

/**
 * Whether system calls can be made.
 *
 * RST on Deno takes one. `Deno.Conn.close()` sends FIN in every case, even with SO_LINGER {1, 0}, and nothing else of Deno's ends one
 * of its connections. Connecting it to no address (AF_UNSPEC) "dissolves the association" (connect(2)), on Linux by an RST.
 * That takes the C library, and so a permission, `--allow-ffi`: it is used where it has been given, and never asked for.
 */
export function canCall(): boolean {
  if (Deno.build.os !== "linux" || !Deno.build.target.endsWith("-gnu")) return false;
  return Deno.permissions.querySync({ name: "ffi" }).state === "granted";
}

/**
 * An open connection, in the list of all from the oldest to the youngest. Not in a `Set`, which would keep short connections
 * from V8's quick collection: each table that it has outgrown leads to the next.
 */
export interface Remembered {
  readonly connection: Deno.TcpConn;
  /** -1 where there was none to be found; a connection keeps its descriptor while it is open, and nobody looks twice. */
  descriptor: number | undefined;
  older: Remembered | undefined;
  younger: Remembered | undefined;
}

let oldest: Remembered | undefined;
let youngest: Remembered | undefined;

/** From then on this connection can be reset, until {@link forget}. */
export function remember(connection: Deno.TcpConn, descriptor?: number): Remembered {
  // Now, because there may be no descriptor left for the library when it is needed.
  library();
  const one: Remembered = { connection, descriptor, older: youngest, younger: undefined };
  if (youngest === undefined) oldest = one;
  else youngest.younger = one;
  youngest = one;
  return one;
}

export function forget(one: Remembered): void {
  const { older, younger } = one;
  if (older === undefined) oldest = younger;
  else older.younger = younger;
  if (younger === undefined) youngest = older;
  else younger.older = older;
  one.older = one.younger = undefined;
}

/** Resets this connection; the caller closes it, which then sends nothing (reset/abort). */
export function reset(one: Remembered): void {
  withDescriptor(one, (open, descriptor) => open.dissolve(descriptor));
}

/** As close(2) does where input is lost (RFC 9293, 3.6.1), and Deno's `close` does not (close/dropped-resets). */
export function resetWhereUnread(one: Remembered): void {
  withDescriptor(one, (open, descriptor) => {
    if (open.holdsInput(descriptor)) open.dissolve(descriptor);
  });
}

/** `undefined` where there is none to be found: the peer has reset the connection, as its next operation says. */
export function descriptorOf(one: Remembered): number | undefined {
  let found: number | undefined;
  withDescriptor(one, (_open, descriptor) => {
    found = descriptor;
  });
  return found;
}

function withDescriptor(one: Remembered, act: (open: OpenDescriptors, descriptor: number) => void): void {
  const open = library();
  if (open === undefined) return;
  if (one.descriptor === undefined) lookForAll(open);
  const { descriptor } = one;
  if (descriptor !== undefined && descriptor >= 0) act(open, descriptor);
}

/** For all at once: a look takes some microseconds for each descriptor of this process. */
function lookForAll(open: OpenDescriptors): void {
  const unknown: Remembered[] = [];
  const owned = new Set<number>();
  for (let one = oldest; one !== undefined; one = one.younger) {
    if (one.descriptor === undefined) unknown.push(one);
    else owned.add(one.descriptor);
  }
  const found = open.look(
    unknown.map(({ connection }) => connection),
    owned,
  );
  for (const one of unknown) one.descriptor = found.get(one.connection) ?? -1;
}

let descriptors: OpenDescriptors | undefined;

/** `undefined` where the permission has been revoked since the start, there is no such library, or no descriptor for it yet: what is left is the FIN. */
function library(): OpenDescriptors | undefined {
  try {
    descriptors ??= openDescriptors();
  } catch {}
  return descriptors;
}
