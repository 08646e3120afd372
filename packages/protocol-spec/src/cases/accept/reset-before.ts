import { type Case, Mismatch } from "../../case.ts";
import { expectSuccess, utf8 } from "../../expect.ts";
import type { Stage } from "../../stage.ts";

export const resetBefore: Case = {
  id: "accept/reset-before",
  title: "Clients that reset before they are accepted do not end accepting",
  verifies: ["RESET-8"],
  subject: "server",
  convicts: "A listener that can accept no more once a waiting connection was reset.",
  needs: {},
  async play(stage) {
    const listener = await stage.server.listen();
    const rude = async (): Promise<Connected[]> => {
      const clients: Connected[] = [];
      for (let count = 0; count < 5; count++) clients.push(await stage.client.connect(listener.address));
      return clients;
    };
    // Reset while the kernel has them, unless the server is quick.
    for (const client of await rude()) await client.abort();
    await acceptPolite(stage, listener, 6);
    // Reset while the process has them: that the first has been accepted shows that the server has taken what waited.
    const clients = await rude();
    await expectSuccess(listener.accept(), "accepting the first of five clients");
    for (const client of clients) await client.abort();
    await acceptPolite(stage, listener, 5);
  },
};

type Listening = Awaited<ReturnType<Stage["server"]["listen"]>>;
type Connected = Awaited<ReturnType<Stage["client"]["connect"]>>;

/** Those that were reset may or may not be handed out; the polite one comes after them. */
async function acceptPolite(stage: Stage, listener: Listening, most: number): Promise<void> {
  const polite = await stage.client.connect(listener.address);
  await polite.write(utf8("polite"));
  for (let accepted = 1; accepted <= most; accepted++) {
    const server = await expectSuccess(listener.accept(), "accepting after clients have reset");
    const received = await server.read(6, { expect: utf8("polite") }).catch(() => null);
    if (received?.count === 6 && received.divergence === null) return;
  }
  throw new Mismatch(`the polite client among ${most} that were accepted`, "none of them");
}
