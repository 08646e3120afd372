import { type Case, Inapplicable } from "../../case.ts";
import { expectFailure } from "../../expect.ts";
import type { ListenOptions, StreamTransport } from "../../stage.ts";

const OF_TCP: ListenOptions = { reuseAddress: false, receiveBuffer: 8192, sendBuffer: 8192, trafficClass: 8 };

/** The options of a listener that an end may do without, where they have a meaning. */
const options: Readonly<Record<StreamTransport, ListenOptions>> = {
  tcp4: { backlog: 1, ...OF_TCP },
  tcp6: { backlog: 1, ipv6Only: true, ...OF_TCP },
  unix: { unlinkStale: true, mode: 0o600 },
};

export const undeclaredOption: Case = {
  id: "listen/undeclared-option",
  title: "An option that an end declares it cannot do is refused, not ignored",
  verifies: ["LISTEN-13"],
  subject: "server",
  convicts: "A server that takes an option which it knows it cannot do, and listens without its effect.",
  needs: {},
  async play(stage) {
    const undeclared = Object.entries(options[stage.transport as StreamTransport]).filter(
      ([name]) => !stage.server.has(`option:${name}`),
    );
    if (undeclared.length === 0) throw new Inapplicable("every option that has a meaning here is declared");
    for (const [name, value] of undeclared) {
      const listening = stage.server.listen(stage.freshAddress(), { [name]: value });
      await expectFailure(listening, ["ENOTSUP"], `listening with ${name}, which is not declared,`);
    }
  },
};
