import { Mismatch } from "./case.ts";
import type { DatagramEnd, ReceivedDatagram } from "./datagrams.ts";
import { expectEqual } from "./expect.ts";
import { type Bytes, isActorError, type Stage } from "./stage.ts";

/** How often is asked before nobody is there: datagrams may be lost (RFC 768, introduction: "delivery … not guaranteed"). */
const TRIES = 4;

/** Asks the service and gives its answer, whatever it is, and how often it was asked: what may have been lost is asked again. */
export async function answerTo(
  stage: Stage,
  client: DatagramEnd,
  question: Bytes,
): Promise<{ readonly answer: Uint8Array; readonly asked: number }> {
  for (let asked = 1; ; asked++) {
    await client.send(question, stage.service.address);
    const received = await receive(client, Math.ceil(stage.patience / TRIES));
    if (received === null && asked < TRIES) continue;
    if (received === null) throw new Mismatch("an answer", `nothing, to ${TRIES} questions`);
    expectEqual(received.from, stage.service.address, "the answer came from");
    return { answer: received.bytes ?? new Uint8Array(0), asked };
  }
}

async function receive(client: DatagramEnd, timeout: number): Promise<ReceivedDatagram | null> {
  try {
    return await client.receive({ bytes: true, timeout });
  } catch (error) {
    if (isActorError(error, "ETIMEDOUT")) return null;
    throw error;
  }
}
