import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { runAgent } from "./program.ts";
import { RawSockets } from "./raw-sockets.ts";

/** What a wrong agent's file exports by default: it spoils one part, and may wait for something first. */
type Mutant = (sockets: RawSockets) => void | Promise<void>;

const { values } = parseArgs({ options: { mutant: { type: "string" } } });
const sockets = new RawSockets();
if (values.mutant !== undefined) {
  const mutant: { readonly default: Mutant } = await import(pathToFileURL(resolve(values.mutant)).href);
  await mutant.default(sockets);
}
runAgent(sockets);
