import type { Case } from "../../case.ts";
import { expectService } from "../../leave.ts";
import { untilStalled } from "../../stall.ts";

export const afterOwnFin: Case = {
  id: "reset/after-own-fin",
  title: "A client that ends, reads a part and then resets does not end the service",
  verifies: ["RESET-1"],
  subject: "service",
  convicts: "A server that dies when a reset comes after the FIN, while it still has an echo to send.",
  needs: { service: "echo" },
  dependsOn: ["echo/conversation"],
  async play(stage) {
    const client = await stage.connect();
    const data = stage.bulk(6 * 1024 * 1024);
    const sending = client.write(data).then(() => client.closeWrite());
    sending.catch(() => {});
    await untilStalled(stage, client, data.length);
    await client.read(Math.floor(data.length / 6));
    await stage.pause(stage.window);
    await client.abort();
    await Promise.allSettled([sending]);
    await expectService(stage);
  },
};
