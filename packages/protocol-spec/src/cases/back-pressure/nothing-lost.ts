import type { Case } from "../../case.ts";
import { expectBytes, meanwhile } from "../../expect.ts";
import { leave } from "../../leave.ts";
import { untilStalled } from "../../stall.ts";

export const nothingLost: Case = {
  id: "back-pressure/nothing-lost",
  title: "A client that sends 64 MiB and reads nothing until it stalls gets all of it back",
  verifies: ["BACKPRESSURE-2"],
  subject: "service",
  convicts: "A server that ignores how much of a write was taken, and loses the rest under back-pressure.",
  needs: { service: "echo" },
  dependsOn: ["echo/sizes/beyond-1-MiB"],
  async play(stage) {
    const client = await stage.connect();
    const data = stage.bulk(64 * 1024 * 1024);
    const sending = client.write(data);
    sending.catch(() => {});
    await untilStalled(stage, client, data.length);
    await meanwhile(sending, expectBytes(client, data));
    await leave(client);
  },
};
