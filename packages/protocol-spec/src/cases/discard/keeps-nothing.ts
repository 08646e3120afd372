import type { Case } from "../../case.ts";
import { statsOf } from "../../descriptors.ts";
import { expectAtMost, expectEnd, expectSuccess } from "../../expect.ts";
import { leave } from "../../leave.ts";

const MEBIBYTE = 1024 * 1024;

export const keepsNothing: Case = {
  id: "discard/keeps-nothing",
  title: "48 MiB are taken, and none of it is kept in memory",
  verifies: ["DISCARD-2", "DISCARD-5"],
  subject: "service",
  convicts: "A server that collects what it should throw away.",
  needs: { service: "discard", process: true, alone: true },
  dependsOn: ["discard/takes-everything"],
  async play(stage) {
    const before = await statsOf(stage);
    const client = await stage.connect();
    const data = stage.pattern(48 * MEBIBYTE);
    await expectSuccess(client.write(data), "48 MiB are taken");
    const after = await statsOf(stage);
    await client.closeWrite();
    await expectEnd(client);
    await leave(client);
    const growth = after.memory - before.memory;
    stage.observe("bytes of memory more than before", growth);
    expectAtMost(growth, 24 * MEBIBYTE, "bytes of memory more than before 48 MiB were thrown away");
  },
};
