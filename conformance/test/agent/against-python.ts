import { describe } from "vitest";
import type { Command } from "../../src/subject/command.ts";
import { hasPython } from "../peers/python-peer.ts";
import { keepsAddresses } from "./against-python/addresses.ts";
import { movesBytes } from "./against-python/bytes.ts";
import { endsConnections } from "./against-python/endings.ts";
import { listens } from "./against-python/listeners.ts";
import { connectedBy, meetingOf, transports } from "./against-python/meeting.ts";
import { endsWaits } from "./against-python/waits.ts";

/** What every agent must do, as far as a program over raw sockets in another language can see it. */
export function holdsAgainstPython(command: Command): void {
  const meeting = meetingOf(command);
  for (const transport of transports) {
    for (const end of ["connects", "accepts"] as const) {
      describe.skipIf(!hasPython)(`on ${transport} an agent that ${end}`, () => {
        const test = connectedBy(meeting, end, transport);
        movesBytes(test);
        endsWaits(test);
        endsConnections(test, transport);
      });
    }
  }
  describe.skipIf(!hasPython)("an agent that listens", () => listens(meeting));
  describe("an agent", () => keepsAddresses(meeting));
}
