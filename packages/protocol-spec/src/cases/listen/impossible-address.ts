import { impossibleAddresses } from "../../addresses.ts";
import type { Case } from "../../case.ts";
import { expectFailure } from "../../expect.ts";

export const impossibleAddress: Case = {
  id: "listen/impossible-address",
  title: "Listening on an address that cannot be is refused with EINVAL",
  verifies: ["LISTEN-12"],
  subject: "server",
  convicts: "A server that takes the lower 16 bits of a port for the port, or cuts a path at its NUL, and listens.",
  needs: {},
  async play(stage) {
    for (const address of impossibleAddresses(stage.freshAddress())) {
      await expectFailure(stage.server.listen(address), ["EINVAL"], `listening on ${JSON.stringify(address)}`);
    }
  },
};
