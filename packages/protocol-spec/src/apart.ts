/** Below what systems give out by themselves: 32,768 on Linux (`net.ipv4.ip_local_port_range`), 49,152 by RFC 6335. */
const FIRST = 10_000;
const COUNT = 22_000;

/**
 * An address beside another one, at a port that no system gives to whoever asks for any. What is still sent to it when its socket has
 * been closed must not reach somebody else's case, who was given the port meanwhile. Two sockets that are open at once have different
 * ports, and so have these.
 */
export function apartFrom(local: string): string {
  const at = local.lastIndexOf(":") + 1;
  return `${local.slice(0, at)}${FIRST + (Number(local.slice(at)) % COUNT)}`;
}
