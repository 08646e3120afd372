// Plays one order of events, whose peer is played by who has started this process: an action is a line, and so is its being over.
// Tells what has become of each operation: nobody may hear of one in any other way.
import process from "node:process";
import { createInterface } from "node:readline";
import { SocketError } from "@anysock/core";
import { orders } from "./orders.ts";
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
    return error instanceof SocketError ? error.code : String(error);
  }
}

const outcomes: Promise<string>[] = [];
await order.act({
  adapter,
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
