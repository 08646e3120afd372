// Listens on each path that it is told, where whoever listens without a mode lets everybody in, and closes at once.
import process from "node:process";
import { createInterface } from "node:readline";
import type { Adapter } from "./setting.ts";

const { listen } = (await import(process.argv[2] ?? "")) as Adapter;

process.umask(0);
for await (const path of createInterface({ input: process.stdin })) {
  const listener = await listen({ path }, { mode: 0o500 });
  await listener.close();
  console.log("closed");
}
