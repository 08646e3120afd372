import type { Case } from "../../case.ts";
import { expectBytes, expectEnd, expectOpen, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const oneLeaves: Case = {
  id: "isolation/one-leaves",
  title: "One client's end leaves the others connected and served",
  verifies: ["ISOLATION-6"],
  subject: "service",
  convicts: "A server that ends every connection when one client ends its own.",
  needs: { service: "echo" },
  dependsOn: ["isolation/silent-client", "half-close/nothing-sent"],
  async play(stage) {
    const [leaving, staying] = await Promise.all([stage.connect(), stage.connect()]);
    await staying.write(utf8("first\n"));
    await expectBytes(staying, utf8("first\n"));
    await leaving.closeWrite();
    await expectEnd(leaving);
    await leave(leaving);
    await expectOpen(staying, stage.window);
    await staying.write(utf8("second\n"));
    await expectBytes(staying, utf8("second\n"));
    await leave(staying);
  },
};
