import type { AgentArguments, AgentOp, AgentProcess } from "../agent/process.ts";
import type { AgentResults } from "../agent/protocol.ts";

/** An agent did not answer a question that waits for nobody: nothing is known of what it does, and it was ended. */
export class AgentSilent extends Error {
  override readonly name = "AgentSilent";
  /** Which process. */
  readonly process: string;

  constructor(process: string, op: AgentOp, patience: number) {
    super(`${process} did not answer ${op} for ${patience} ms, and was ended`);
    this.process = process;
  }
}

/**
 * Asks what every agent answers at once, as long as its event loop turns, or by a timeout of its own. One that has not answered after
 * `patience` milliseconds more is ended, so that whatever else waits for it is over, too.
 * @throws AgentSilent, and all that `request` rejects with
 */
export async function askPromptly<Op extends AgentOp>(
  agent: AgentProcess,
  op: Op,
  args: AgentArguments<Op>,
  patience: number,
): Promise<AgentResults[Op]> {
  const own = "timeout" in args && typeof args.timeout === "number" ? args.timeout : 0;
  const timer = setTimeout(() => agent.break(new AgentSilent(agent.name, op, own + patience)), own + patience);
  try {
    return await agent.request(op, args);
  } finally {
    clearTimeout(timer);
  }
}
