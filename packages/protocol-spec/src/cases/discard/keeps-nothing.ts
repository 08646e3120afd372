import type { Case } from "../../case.ts";
import { statsOf } from "../../descriptors.ts";
import { expectAtMost, expectEnd, expectSuccess } from "../../expect.ts";
import { leave } from "../../leave.ts";

const MEBIBYTE = 1024 * 1024;
/** Enough to tell what is kept from what a garbage collector has not given back yet (48 of 48 MiB were seen on Node). */
const SENT = 192 * MEBIBYTE;
const LIMIT = 112 * MEBIBYTE;

export const keepsNothing: Case = {
  id: "discard/keeps-nothing",
  title: "192 MiB are taken, and they are not kept in memory",
  verifies: ["DISCARD-2", "DISCARD-5"],
  subject: "service",
  convicts: "A server that collects what it should throw away.",
  // What it costs is not worth repeating: a server keeps what it read, wherever that came from.
  needs: { service: "discard", transports: ["tcp4"], process: true, alone: true },
  dependsOn: ["discard/takes-everything"],
  async play(stage) {
    const before = await statsOf(stage);
    const client = await stage.connect();
    await expectSuccess(client.write(stage.pattern(SENT)), "192 MiB are taken");
    const after = await statsOf(stage);
    await client.closeWrite();
    await expectEnd(client);
    await leave(client);
    const growth = after.memory - before.memory;
    stage.observe("bytes of memory more than before", growth);
    expectAtMost(growth, LIMIT, "bytes of memory more than before 192 MiB were thrown away");
  },
};
