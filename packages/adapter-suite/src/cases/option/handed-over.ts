import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { SuiteFailure } from "../../raw-process.ts";
import type { Running } from "../../running.ts";
import type { Setting } from "../../setting.ts";

const launcher = fileURLToPath(new URL("../../../peers/inherited-launcher.py", import.meta.url));

/** A program of this suite's that has been handed sockets, and where they are. */
export interface HandedOver {
  readonly running: Running;
  readonly tcp: { readonly host: string; readonly port: number };
  readonly unix: { readonly path: string };
}

/** As a systemd socket unit starts it (sd_listen_fds(3)); `descriptors` is how many it may have open, of which the launcher takes 150. */
export async function handedOver(
  setting: Pick<Setting, "command" | "start" | "temporary">,
  program: string,
  descriptors?: number,
): Promise<HandedOver> {
  const unix = setting.temporary();
  const limit = descriptors === undefined ? "" : `ulimit -n ${descriptors}; `;
  const launched = ["python3", launcher, unix.path, ...setting.command(program)];
  const running = setting.start(["sh", "-c", `${limit}exec "$@"`, "sh", ...launched]);
  const told = await running.error();
  if (told === undefined || !/^\d+$/.test(told)) {
    // It may live on, whatever that was.
    const ending = setTimeout(() => void running.kill(), 2000);
    const { status, errors } = await running.ended;
    clearTimeout(ending);
    throw new SuiteFailure(`the launcher (python3) ended before its program, with status ${status}: ${errors.trim()}`);
  }
  return { running, tcp: { host: "127.0.0.1", port: Number(told) }, unix };
}

/** What comes back of a message and a FIN. */
export async function echoed(to: HandedOver["tcp"] | HandedOver["unix"]): Promise<string> {
  const socket = connect(to);
  socket.end("hello");
  let text = "";
  socket.on("data", (data: Uint8Array) => {
    text += data;
  });
  await once(socket, "close");
  return text;
}
