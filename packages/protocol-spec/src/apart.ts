import type { DatagramEnd } from "./datagrams.ts";
import { type Actor, isActorError } from "./stage.ts";

/** Below what systems give out by themselves: 32,768 on Linux (`net.ipv4.ip_local_port_range`), 49,152 by RFC 6335. */
const FIRST = 10_000;
const COUNT = 22_000;

/** How many ports are tried, where somebody has the first ones. */
const TRIES = 16;

/**
 * A socket beside another one, at a port that no system gives to whoever asks for any: what is still sent to it when it has been closed
 * must not reach somebody else's case, who was given the port meanwhile.
 */
export async function bindApart(actor: Actor, beside: string): Promise<DatagramEnd> {
  const at = beside.lastIndexOf(":") + 1;
  for (let attempt = 0; ; attempt++) {
    const port = FIRST + ((Number(beside.slice(at)) + attempt) % COUNT);
    try {
      return await actor.bind(`${beside.slice(0, at)}${port}`);
    } catch (error) {
      if (!isActorError(error, "EADDRINUSE") || attempt === TRIES) throw error;
    }
  }
}
