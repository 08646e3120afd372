import type { Case, Needs, Outcome } from "./case.ts";
import type { Actor, Peer, Stage } from "./stage.ts";

/** What an end of a connection must do whether it connected or accepted: one time sequence, two cases. */
export interface BothEnds extends Pick<Case, "id" | "title" | "verifies" | "convicts" | "dependsOn"> {
  readonly needs?: Needs;
  play(ends: Ends): Promise<Outcome | undefined> | Promise<void>;
}

interface Ends {
  readonly stage: Stage;
  /** The end that is judged. */
  readonly subject: Peer;
  readonly other: Peer;
  /** The program of the end that is judged. */
  readonly actor: Actor;
}

/** `…/client` judges the end that connected, `…/server` the end that accepted: runtimes treat them differently. */
export function bothEnds(sequence: BothEnds): readonly [client: Case, server: Case] {
  const { id, title, verifies, convicts, dependsOn, needs = {} } = sequence;
  const shared = { verifies, needs, ...(dependsOn === undefined ? {} : { dependsOn }) };
  return [
    {
      ...shared,
      id: `${id}/client`,
      title: `${title}, where it connected`,
      convicts: `Where it connected, it ${convicts}.`,
      subject: "client",
      async play(stage) {
        const [subject, other] = await stage.pair();
        return (await sequence.play({ stage, subject, other, actor: stage.client })) ?? undefined;
      },
    },
    {
      ...shared,
      id: `${id}/server`,
      title: `${title}, where it accepted`,
      convicts: `Where it accepted, it ${convicts}.`,
      subject: "server",
      async play(stage) {
        const [other, subject] = await stage.pair();
        return (await sequence.play({ stage, subject, other, actor: stage.server })) ?? undefined;
      },
    },
  ];
}
