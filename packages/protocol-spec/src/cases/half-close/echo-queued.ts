import type { Case } from "../../case.ts";
import { expectRest, meanwhile } from "../../expect.ts";
import { leave } from "../../leave.ts";
import { untilStalled } from "../../stall.ts";

/** More than the kernels hold in the direction of the echo (4.2 MB on loopback), less than they hold in both. */
const SIZE = 6 * 1024 * 1024;

export const echoQueued: Case = {
  id: "half-close/echo-queued",
  title: "An echo that is still queued when the FIN comes arrives whole once the client reads",
  verifies: ["HALFCLOSE-1"],
  subject: "service",
  convicts: "A server that closes at the FIN, before it has flushed what the client has not read yet.",
  needs: { service: "echo" },
  dependsOn: ["half-close/one-byte", "echo/every-byte-value"],
  async play(stage) {
    const client = await stage.connect();
    const data = stage.bulk(SIZE);
    const sending = client.write(data).then(() => client.closeWrite());
    sending.catch(() => {});
    await untilStalled(stage, client, data.length);
    await meanwhile(sending, expectRest(client, data));
    await leave(client);
  },
};
