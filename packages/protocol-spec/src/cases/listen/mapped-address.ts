import { portOf } from "../../addresses.ts";
import type { Case } from "../../case.ts";
import { expectEqual } from "../../expect.ts";

export const mappedAddress: Case = {
  id: "listen/mapped-address",
  title: "A client that comes to :: by IPv4 is shown by its IPv4-mapped address",
  verifies: ["LISTEN-10"],
  subject: "server",
  convicts: "A listener on :: that shows an IPv4 client by a plain IPv4 address, or by none.",
  needs: { transports: ["tcp6"], capabilities: ["dual-stack"] },
  dependsOn: ["listen/dual-stack"],
  async play(stage) {
    const listener = await stage.server.listen("tcp://[::]:0");
    const connecting = stage.client.connect(`tcp://127.0.0.1:${portOf(listener.address)}`);
    const [client, server] = await Promise.all([connecting, listener.accept()]);
    expectEqual(server.remote, `tcp://[::ffff:127.0.0.1]:${portOf(client.local)}`, "the client's address is");
  },
};
