import { impossibleAddresses } from "../../addresses.ts";
import type { Case } from "../../case.ts";
import { expectFailure } from "../../expect.ts";

export const impossibleAddress: Case = {
  id: "connect/impossible-address",
  title: "Connecting to an address that cannot be is refused with EINVAL",
  verifies: ["CONNECT-11"],
  subject: "client",
  convicts: "A client that takes the lower 16 bits of a port for the port, or cuts a path at its NUL.",
  needs: {},
  async play(stage) {
    for (const address of impossibleAddresses(stage.freshAddress())) {
      await expectFailure(stage.client.connect(address), ["EINVAL"], `connecting to ${JSON.stringify(address)}`);
    }
  },
};
