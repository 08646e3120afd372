import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { ByteSource, Comparison } from "./expected-bytes.ts";
import type { AgentRequest, WireDatagram } from "./protocol.ts";
import type { AgentDatagramSocket } from "./sockets.ts";

/** The longest that there can be: its length has 16 bits (RFC 768). */
const LONGEST = 65_535;

export async function sendDatagram(
  socket: AgentDatagramSocket,
  { data, to, timeout }: Extract<AgentRequest, { op: "send" }>,
  signal: AbortSignal,
): Promise<void> {
  const source = new ByteSource(data);
  await socket.send(source.take(new Uint8Array(source.length), 0), to, { signal, timeout });
}

export async function receiveDatagram(
  socket: AgentDatagramSocket,
  { into = LONGEST, expect, bytes, timeout }: Extract<AgentRequest, { op: "receive" }>,
  signal: AbortSignal,
): Promise<WireDatagram> {
  const memory = new Uint8Array(into);
  const { length, truncated, from } = await socket.receive(memory, { signal, timeout });
  const received = memory.subarray(0, length);
  const comparison = expect === undefined ? null : new Comparison(expect, Math.max(1, length));
  comparison?.add(received, 0);
  comparison?.end();
  return {
    count: length,
    truncated,
    from,
    sha256: createHash("sha256").update(received).digest("hex"),
    divergence: comparison?.divergence ?? null,
    ...(bytes === true ? { base64: Buffer.from(received).toString("base64") } : {}),
  };
}
