import type { Case } from "../../case.ts";
import { expectBytes, meanwhile } from "../../expect.ts";
import { leave } from "../../leave.ts";
import { untilStalled } from "../../stall.ts";

const SIZE = 15 * 1024 * 1024;

export const stopAndGo: Case = {
  id: "back-pressure/stop-and-go",
  title: "A client that stops reading three times gets everything in order",
  verifies: ["BACKPRESSURE-2"],
  subject: "service",
  convicts: "A server that recovers from the first stall and loses or doubles bytes at a later one.",
  needs: { service: "echo" },
  dependsOn: ["echo/sizes/beyond-1-MiB"],
  async play(stage) {
    const client = await stage.connect();
    const all = stage.bulk(SIZE);
    const part = Math.floor(all.length / 5);
    const sending = client.write(all);
    sending.catch(() => {});
    for (let stop = 0; stop < 3; stop++) {
      await untilStalled(stage, client, all.length);
      await expectBytes(client, { ...all, offset: stop * part, length: part });
    }
    await meanwhile(sending, expectBytes(client, { ...all, offset: 3 * part, length: all.length - 3 * part }));
    await leave(client);
  },
};
