import type { Case } from "../../case.ts";
import { expectBytes, meanwhile } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const parallelBulk: Case = {
  id: "isolation/parallel-bulk",
  title: "Eight clients that send 1 MiB each at the same time get their own bytes back",
  verifies: ["ISOLATION-3"],
  subject: "service",
  convicts: "A server that shares a buffer among its connections, and reuses it before it was sent.",
  needs: { service: "echo" },
  dependsOn: ["isolation/interleaved"],
  async play(stage) {
    const clients = await Promise.all(Array.from({ length: 8 }, () => stage.connect()));
    await Promise.all(
      clients.map((client, index) => {
        const data = stage.bulk(1024 * 1024, index);
        return meanwhile(client.write(data), expectBytes(client, data));
      }),
    );
    await leave(...clients);
  },
};
