import { type Case, Mismatch } from "../../case.ts";
import { leave } from "../../leave.ts";

export const pieces: Case = {
  id: "echo/pieces",
  title: "The echo of one write may come in any pieces",
  verifies: ["ECHO-TCP-9"],
  subject: "service",
  convicts: "Nobody: it tells in how many reads 4,096 bytes come back.",
  needs: { service: "echo" },
  dependsOn: ["echo/answers"],
  async play(stage) {
    const client = await stage.connect();
    const data = stage.pattern(4096);
    await client.write(data);
    let reads = 0;
    for (let count = 0; count < data.length; reads++) {
      const received = await client.readSome();
      if (received.end) throw new Mismatch("4096 bytes", `${count} bytes, then the end`);
      count += received.count;
    }
    stage.observe("reads", reads);
    await leave(client);
  },
};
