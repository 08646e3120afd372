import type { Case } from "../../case.ts";
import { expectAtMost, expectBytes } from "../../expect.ts";
import { leave } from "../../leave.ts";

/**
 * Half of the shortest timer that holds an answer back in practice, in milliseconds: the 40 ms of a delayed acknowledgement on
 * Linux (TCP_DELACK_MIN), for which the second small write of a Nagle sender waits (44 ms were measured on loopback).
 */
const LIMIT = 20;
/** Far away nothing comes back within that: there the limit is as many times what connecting takes, one round trip. */
const ROUND_TRIPS = 20;
/** The fastest of so many connects is the distance, however busy this machine is. */
const CONNECTS = 20;

export const atOnce: Case = {
  id: "echo/at-once",
  title: "The fastest of ten small messages comes back within 20 ms or 20 times as long as connecting takes",
  verifies: ["ECHO-TCP-10"],
  subject: "service",
  convicts: "A server that holds every answer for a timer of 40 ms or more.",
  needs: { service: "echo" },
  dependsOn: ["echo/conversation", "echo/every-byte-value"],
  async play(stage) {
    const client = await stage.connect();
    let fastest = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 10; round++) {
      const request = stage.pattern(10, round);
      const began = performance.now();
      await client.write(request);
      await expectBytes(client, request);
      fastest = Math.min(fastest, performance.now() - began);
    }
    stage.observe("fastest answer in ms", Math.round(fastest * 10) / 10);
    await leave(client);
    if (fastest <= LIMIT) return;
    // Connecting is the kernel's matter, so it tells how far away the service is, whatever timers its echo waits for.
    let connecting = Number.POSITIVE_INFINITY;
    for (let round = 0; round < CONNECTS && connecting * ROUND_TRIPS > LIMIT; round++) {
      const began = performance.now();
      const other = await stage.connect();
      connecting = Math.min(connecting, performance.now() - began);
      await leave(other);
    }
    expectAtMost(fastest, Math.max(LIMIT, connecting * ROUND_TRIPS), "milliseconds of the fastest of ten answers");
  },
};
