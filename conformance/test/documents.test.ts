import { readFileSync } from "node:fs";
import { cases } from "@anysock/protocol-spec";
import { expect, test } from "vitest";

const places = {
  "docs/test-a-server.md": new URL("../../docs/test-a-server.md", import.meta.url),
  "anysock test server --help": new URL("../../apps/cli/src/commands/test-server.ts", import.meta.url),
};

/** The largest number of MiB that the titles of a service's cases name. */
function largest(service: string): number {
  const titles = cases.filter(({ subject, needs }) => subject === "service" && needs.service === service);
  return Math.max(...titles.flatMap(({ title }) => [...title.matchAll(/(\d+) MiB/g)].map(([, size]) => Number(size))));
}

test.each(Object.entries(places))("%s says how much is sent on one connection", (_name, place) => {
  const text = readFileSync(place, "utf8").replaceAll("`", "");
  expect(text).toContain(
    `up to ${largest("echo")} MiB on one connection (${largest("discard")} MiB for discard with --pid)`,
  );
});
