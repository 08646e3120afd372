// Plays one order of events, whose peer is played by who has started this process: an action is a line, and so is its being over.
// Tells what has become of each operation: nobody may hear of one in any other way.
import process from "node:process";
import { createInterface } from "node:readline";
import { coreOf } from "./adapter-core.ts";
import { orders } from "./orders.ts";
import { codeOfError } from "./outcome.ts";
import type { Adapter } from "./setting.ts";

const [, , path = "", name = "", port = ""] = process.argv;
const adapter = (await import(path)) as Adapter;
const address = { host: "127.0.0.1", port: Number(port) };
const order = orders[name];
if (order === undefined) throw new Error(`there is no order ${name}`);

const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function peer(action: string): Promise<void> {
  console.log(action);
  await answers.next();
}

async function outcomeOf(operation: Promise<unknown>): Promise<string> {
  try {
    await operation;
    return "done";
  } catch (error) {
    return codeOfError(error);
  }
}

const outcomes: Promise<string>[] = [];
const { serve } = await coreOf({ adapter, specifier: path });
await order.act({
  adapter,
  serve,
  address,
  peer,
  connect: async ({ address: at }) => peer(`connect ${at.family === "unix" ? 0 : at.port}`),
  see: (...operations) => void outcomes.push(...operations.map(outcomeOf)),
  connected: async () => (await Promise.all([adapter.connect(address), peer("accept")]))[0],
});
const told = await Promise.all(outcomes);
// What is still on its way comes before the answer.
await peer("nothing");
console.log(`over ${JSON.stringify(told)}`);
