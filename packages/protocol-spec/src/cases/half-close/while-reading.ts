import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectEnd, expectRest, meanwhile } from "../../expect.ts";

export const whileReading: readonly Case[] = bothEnds({
  id: "half-close/while-reading",
  title: "A read that is pending when the FIN is sent gets what comes next",
  verifies: ["HALFCLOSE-4"],
  convicts: "ends a pending read when it sends its FIN",
  async play({ stage, subject, other }) {
    const answer = stage.pattern(1000);
    const reading = expectRest(subject, answer);
    reading.catch(() => {});
    await subject.closeWrite();
    await expectEnd(other);
    await meanwhile(
      other.write(answer).then(() => other.closeWrite()),
      reading,
    );
  },
});
