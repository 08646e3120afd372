import type { Case } from "../../case.ts";
import { expectRest, meanwhile } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const large: Case = {
  id: "half-close/large",
  title: "16 MiB and the FIN behind them come back whole",
  verifies: ["HALFCLOSE-1"],
  subject: "service",
  convicts: "A server that drops what exceeds 8 MiB of a connection.",
  needs: { service: "echo" },
  dependsOn: ["half-close/one-byte", "echo/sizes/beyond-1-MiB"],
  async play(stage) {
    const client = await stage.connect();
    const data = stage.bulk(16 * 1024 * 1024);
    await meanwhile(
      client.write(data).then(() => client.closeWrite()),
      expectRest(client, data),
    );
    await leave(client);
  },
};
