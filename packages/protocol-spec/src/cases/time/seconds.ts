import type { Case } from "../../case.ts";
import { expectSuccess } from "../../expect.ts";
import { leave } from "../../leave.ts";
import { expectRightTime } from "../../right-time.ts";

export const seconds: Case = {
  id: "time/seconds",
  title: "The four bytes are the seconds since 1900, to within ten minutes of the suite's own clock",
  verifies: ["TIME-2"],
  subject: "service",
  convicts: "A server for time that counts from another year, in another zone, or in another byte order.",
  needs: { service: "time" },
  dependsOn: ["time/four-bytes"],
  async play(stage) {
    const client = await stage.connect();
    const { count, bytes } = await expectSuccess(client.read(4, { bytes: true }), "4 bytes, or the end");
    await leave(client);
    // Who cannot determine the time sends nothing: time/four-bytes tells so.
    if (bytes === undefined || count === 0) return { alternative: "the server cannot determine the time" };
    expectRightTime(bytes);
    return undefined;
  },
};
