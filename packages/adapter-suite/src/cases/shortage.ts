import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import type { PeerEnd } from "../peer.ts";
import type { Running } from "../running.ts";
import type { Setting } from "../setting.ts";

/** Descriptors that the process may have: some of them are the runtime's own. */
const DESCRIPTORS = 64;

/** What all of them have in common. */
const rule = { over: "streams", transports: ["tcp4"], verifies: ["ACCEPT-9"] } as const;

/** A process in which accept(2) fails with EMFILE. */
export const shortageCases: readonly StreamCase[] = [
  {
    ...rule,
    id: "api/shortage/taken",
    title: "a process whose descriptors something else has taken lives, and serves again once some are free",
    convicts: "accept(2) fails with EMFILE, and the loop around it ends (denoland/deno#10148)",
    async play(setting) {
      const { running, client } = await served(setting);
      expect(await echoed(await client())).toBe("x");
      running.tell("take");
      expect(await running.line()).toBe("EMFILE");
      const during: PeerEnd[] = [];
      for (let count = 0; count < 5; count++) during.push(await client());
      // Left in the kernel's queue or ended, as the system will have it; it must not be the end of the others.
      const outcomes = during.map(echoed);
      running.tell("turn");
      expect(await running.line()).toMatch(/^serves/);
      running.tell("give");
      expect(await running.line()).toBe("given");
      expect(await echoed(await client())).toBe("x");
      await Promise.all(outcomes);
      await ends(running);
    },
  },
  {
    ...rule,
    id: "api/shortage/own",
    title: "a process whose connections have taken its descriptors lives, and serves again once some have ended",
    convicts: "who comes when there are no descriptors ends the process, or stays unheard when there are again",
    async play(setting) {
      const { running, client } = await served(setting);
      const clients: PeerEnd[] = [];
      for (let count = 0; count < DESCRIPTORS + 16; count++) clients.push(await client());
      const [first] = clients;
      if (first === undefined) throw new Error("there are clients");
      expect(await echoed(first)).toBe("x");
      running.tell("turn");
      const [, active] = (await running.line()).split(" ");
      expect(Number(active)).toBeLessThan(DESCRIPTORS);
      await Promise.all(clients.map((one) => one.close()));
      expect(await echoed(await client())).toBe("x");
      await ends(running);
    },
  },
];

/** A process with few descriptors, and how to become its client. */
async function served(setting: Setting): Promise<{ running: Running; client: () => Promise<PeerEnd> }> {
  const limited = ["sh", "-c", `ulimit -n ${DESCRIPTORS} && exec "$0" "$@"`];
  const running = setting.start([...limited, ...setting.command("shortage-program")]);
  const port = Number(await running.line());
  return { running, client: () => setting.peer.connect({ host: "127.0.0.1", port }) };
}

/** What a client comes to that sends one byte: its echo, or nothing but its end. */
async function echoed(client: PeerEnd): Promise<string> {
  await client.send("x");
  const { text } = await client.receive(1);
  return text;
}

/** By itself, when there is nothing more to do. */
async function ends(running: Running): Promise<void> {
  running.finish();
  expect(await running.ended).toMatchObject({ status: 0 });
}
