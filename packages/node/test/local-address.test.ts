import { once } from "node:events";
import { connect as connectRaw } from "node:net";
import { listen } from "@anysock/node";
import { expect, test } from "vitest";

test.for([
  ["127.0.0.3", "127.0.0.3", "127.0.0.3"],
  ["0.0.0.0", "127.0.0.2", "127.0.0.2"],
  ["::", "127.0.0.2", "::ffff:127.0.0.2"],
  ["::", "::1", "::1"],
  ["::1", "::1", "::1"],
  ["::ffff:127.0.0.2", "127.0.0.2", "::ffff:127.0.0.2"],
] as const)("a connection to a listener on %s by way of %s has the local address %s", async ([bound, to, local]) => {
  const listener = await listen({ host: bound, port: 0 });
  if (listener.address.family === "unix") throw new Error("not a TCP listener");
  const { port } = listener.address;
  const client = connectRaw({ host: to, port });
  await once(client, "connect");
  const connection = await listener.accept();
  expect(connection.local).toEqual({ family: local.includes(":") ? "ipv6" : "ipv4", host: local, port });
  client.destroy();
  await connection.close();
  await listener.close();
});
