import { type Case, Inapplicable } from "../../case.ts";
import { expectAtMost } from "../../expect.ts";
import { systemIsSilent } from "../../held-in-memory.ts";
import { untilStill } from "../../stall.ts";

const MEBIBYTE = 1024 * 1024;
const OFFERED = 64 * MEBIBYTE;

export const held: Case = {
  id: "back-pressure/held",
  title: "Of what a client has sent and not read back, the systems hold all but 1 MiB",
  verifies: ["BACKPRESSURE-3"],
  subject: "service",
  convicts:
    "A server that queues up to 2 MiB for a client that does not read: its memory, with its garbage, may not show it.",
  // What the systems hold is known where the service's system is ours: where its process is known. On IPv6 nothing differs but the address.
  needs: { service: "echo", transports: ["tcp4"], process: true },
  dependsOn: ["back-pressure/stalls"],
  async play(stage) {
    const client = await stage.connect();
    const sending = client.write(stage.pattern(OFFERED)).catch(() => {});
    let taken: number;
    let there: number | null;
    let back: number | null;
    let now: number;
    do {
      taken = await untilStill(stage, client, OFFERED);
      // In this order: a byte that goes from the one to the other meanwhile is counted twice, and none is missed.
      there = await client.inTransit("out");
      back = await client.inTransit("in");
      // What was taken meanwhile would be counted under way, but not as taken.
      now = (await client.progress()).written;
    } while (now > taken);
    // Whatever stands between the two, such as the proxy of a container, has memory of its own.
    const isNear = await stage.service.holds(client);
    await client.abort();
    await sending;
    if (!isNear) throw new Inapplicable("the server's process is not seen to have the other end of the connection");
    if (there === null || back === null) throw new Inapplicable(systemIsSilent(client));
    const inside = Math.max(0, taken - there - back);
    stage.observe("bytes taken", taken);
    stage.observe("bytes in the memory of the service", inside);
    expectAtMost(inside, MEBIBYTE, "bytes in the memory of the service, of which the client has read none");
  },
};
