import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";
import { leave } from "../../leave.ts";
import type { Peer, Stage } from "../../stage.ts";

/** Connects one after the other, so that the backlog is not what is tested, then speaks on all of them at once. */
async function hold(stage: Stage, count: number): Promise<void> {
  const clients: Peer[] = [];
  while (clients.length < count) clients.push(await stage.connect());
  await Promise.all(
    clients.map(async (client, index) => {
      const request = stage.pattern(24, index);
      await client.write(request);
      await expectBytes(client, request);
    }),
  );
  await leave(...clients);
}

export const held: readonly Case[] = [
  {
    id: "isolation/held/64",
    title: "64 connections are held open at once and served without cross-talk",
    verifies: ["ISOLATION-7"],
    subject: "service",
    convicts: "A server that serves at most 32 connections at once.",
    needs: { service: "echo" },
    dependsOn: ["isolation/silent-client", "echo/every-byte-value"],
    play: (stage) => hold(stage, 64),
  },
  {
    id: "isolation/held/512",
    title: "512 connections are held open at once and served without cross-talk",
    verifies: ["ISOLATION-4"],
    subject: "service",
    convicts: "A server that serves at most 256 connections at once.",
    // What it costs is not worth repeating on IPv6, which differs in nothing but the address.
    needs: { service: "echo", transports: ["tcp4", "unix"] },
    dependsOn: ["isolation/held/64"],
    play: (stage) => hold(stage, 512),
  },
];
