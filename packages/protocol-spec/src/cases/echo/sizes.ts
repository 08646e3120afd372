import type { Case } from "../../case.ts";
import { expectBytes, meanwhile } from "../../expect.ts";
import { leave } from "../../leave.ts";

/** Just beyond the sizes at which programs fail: the tutorial's buffer, a page, a runtime's chunk, a small heap buffer. */
const thresholds: readonly (readonly [name: string, bytes: number, fault: string])[] = [
  ["beyond-1-KiB", 1025, "reads once, at most 1,024 bytes, and drops the rest"],
  ["beyond-4-KiB", 4097, "drops what exceeds 4,096 bytes of a connection"],
  ["beyond-64-KiB", 65_537, "drops what exceeds 65,536 bytes of a connection"],
  ["beyond-1-MiB", 1_048_577, "drops what exceeds 1 MiB of a connection"],
];

export const sizes: readonly Case[] = thresholds.map(([name, bytes, fault]) => ({
  id: `echo/sizes/${name}`,
  title: `${bytes} bytes in one write come back`,
  verifies: ["ECHO-TCP-7"],
  subject: "service",
  convicts: `A server that ${fault}.`,
  needs: { service: "echo" },
  dependsOn: ["echo/every-byte-value"],
  async play(stage) {
    const client = await stage.connect();
    const data = stage.pattern(bytes);
    await meanwhile(client.write(data), expectBytes(client, data));
    await leave(client);
  },
}));
