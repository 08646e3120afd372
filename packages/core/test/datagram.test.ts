import { DONE, Failure, LATER } from "@anysock/core";
import { expect, test } from "vitest";
import { bound, there } from "./fake-datagrams.ts";
import { bytes, failure } from "./sentences.ts";

test("a connected socket is told once what ICMP said, by whatever comes next", async () => {
  const { socket, fake } = await bound({ remote: there });
  fake.events.reported(new Failure("ECONNREFUSED"));
  expect((await failure(socket.send(bytes("x")))).code).toBe("ECONNREFUSED");
  expect(fake.sent).toEqual([]);
  await socket.send(bytes("x"));
  const receiving = failure(socket.receive(new Uint8Array(1)));
  fake.events.reported(new Failure("ECONNREFUSED"));
  expect(await receiving).toMatchObject({ code: "ECONNREFUSED", address: { ...there, family: "ipv4" } });
  expect((await failure(socket.send(bytes("x"), there))).code).toBe("EINVAL");
});

test("close() ends all that is pending, once, and what comes afterwards is nothing", async () => {
  const { socket, fake } = await bound();
  fake.answer = LATER;
  const receiving = failure(socket.receive(new Uint8Array(1)));
  const sending = failure(socket.send(bytes("x"), there));
  await Promise.all([socket.close(), socket.close()]);
  expect([(await receiving).code, (await sending).code]).toEqual(["ECLOSED", "ECLOSED"]);
  fake.bring("late");
  fake.events.sent(DONE);
  fake.events.reported(new Failure("ECONNREFUSED"));
  expect(fake.closed).toBe(1);
  for (const late of [
    socket.receive(new Uint8Array(1)),
    socket.send(bytes("x"), there),
    socket.join("239.1.1.1"),
    socket.set({ broadcast: true }),
  ]) {
    expect((await failure(late)).code).toBe("ECLOSED");
  }
});

test("a pending operation keeps the process alive, an idle socket does not", async () => {
  const { socket, fake } = await bound();
  await expect.poll(() => fake.isReferenced).toBe(false);
  const receiving = failure(socket.receive(new Uint8Array(1)));
  expect(fake.isReferenced).toBe(true);
  socket.unref();
  expect(fake.isReferenced).toBe(false);
  await socket.close();
  await receiving;
});
