import { beforeEach, expect, test } from "vitest";
import { asked, beginExchanges, endExchanges, exchangesSinceBegin, unsettled } from "../src/exchanges.ts";
import { recorded } from "../src/recorded-adapter.ts";
import type { Adapter } from "../src/setting.ts";

/** A connection whose reads settle by hand, and whose state nobody else can have. */
class FakeConnection {
  readonly local = { family: "ipv4", host: "127.0.0.1", port: 1 } as const;
  readonly remote = { family: "ipv4", host: "127.0.0.1", port: 2 } as const;
  readonly reading: PromiseWithResolvers<number | null> = Promise.withResolvers();
  readonly #closed: Promise<null> = Promise.resolve(null);

  get closed(): Promise<null> {
    return this.#closed;
  }

  read(into: Uint8Array): Promise<number | null> {
    into.set([104, 105]);
    return this.reading.promise;
  }

  write(): Promise<void> {
    return Promise.resolve();
  }

  set(): void {
    throw new TypeError("no such option");
  }

  unref(): this {
    return this;
  }
}

const to = { host: "127.0.0.1", port: 2 };

function adapterOf(connection: object): { readonly adapter: Adapter; readonly connecting: Promise<object> } {
  const connecting = Promise.resolve(connection);
  return { adapter: { connect: () => connecting } as unknown as Adapter, connecting };
}

async function connected(fake: object = new FakeConnection()): Promise<FakeConnection> {
  return (await recorded(adapterOf(fake).adapter).connect(to)) as unknown as FakeConnection;
}

function told(): readonly string[] {
  const { exchanges } = exchangesSinceBegin();
  return exchanges.map(({ by, object, question, answer, times }) => {
    const again = times === 1 ? "" : ` × ${times}`;
    return `${by}${object === null ? "" : ` #${object}`}: ${question} → ${answer}${again}`;
  });
}

beforeEach(() => beginExchanges());

test("the calls of an adapter and of what it makes are kept in the order of what its peer is asked, each with what it settled to", async () => {
  const connection = await connected();
  const reading = connection.read(new Uint8Array(4));
  const tell = asked({ by: "peer", question: 'send {"text":"hi"}' });
  tell("{}");
  connection.reading.resolve(2);
  await reading;
  await connection.closed;
  expect(() => connection.set()).toThrow("no such option");
  expect(told()).toEqual([
    "adapter: connect({ host: '127.0.0.1', port: 2 }) → #1, the connection to tcp://127.0.0.1:2",
    'adapter #1: read(4 bytes) → 2 "hi"',
    'peer: send {"text":"hi"} → {}',
    "adapter #1: closed → null",
    "adapter #1: set() → throws TypeError: no such option",
  ]);
});

test("what an adapter gives is the very same: its promises, and its objects, with what they are and have", async () => {
  const fake = new FakeConnection();
  const keys = Object.keys(fake);
  const { adapter, connecting } = adapterOf(fake);
  const promise = recorded(adapter).connect(to);
  expect(promise).toBe(connecting);
  const connection = (await promise) as unknown as FakeConnection;
  expect(connection).toBe(fake);
  expect(connection).toBeInstanceOf(FakeConnection);
  expect(Object.keys(connection)).toEqual(keys);
  expect(connection.read(new Uint8Array(4))).toBe(fake.reading.promise);
  expect(connection.unref()).toBe(fake);
  expect(await connection.closed).toBe(null);
});

test("whoever awaits a call goes on no later for being watched", async () => {
  const turnsOf = async (watched: (connection: FakeConnection) => Promise<FakeConnection>): Promise<number> => {
    const connection = await watched(new FakeConnection());
    let turns = 0;
    const reading = connection.read(new Uint8Array(4)).then(() => turns);
    connection.reading.resolve(2);
    for (let turn = 0; turn < 10; turn++) {
      await Promise.resolve();
      turns += 1;
    }
    return await reading;
  };
  expect(await turnsOf(connected)).toBe(await turnsOf(async (connection) => connection));
});

test("a failure is told by its code, and is still for who awaits it", async () => {
  const failure = Object.assign(new Error("connect tcp://127.0.0.1:2: ECONNREFUSED"), { code: "ECONNREFUSED" });
  const { connect } = recorded({ connect: () => Promise.reject(failure) } as unknown as Adapter);
  await expect(connect(to)).rejects.toBe(failure);
  expect(told()).toEqual([
    "adapter: connect({ host: '127.0.0.1', port: 2 }) → connect tcp://127.0.0.1:2: ECONNREFUSED",
  ]);
});

test("a loop is one step, so that what came before it is still there", async () => {
  const connection = await connected();
  for (let time = 0; time < 1000; time++) await connection.write();
  expect(told()).toEqual([expect.stringMatching(/^adapter: connect/), "adapter #1: write() → done × 1000"]);
});

test("of many steps the last are kept, and how many are not is told", async () => {
  for (let step = 0; step < 130; step++) asked({ by: "peer", question: `step ${step}` })("{}");
  expect(told()).toHaveLength(100);
  expect(told().at(-1)).toBe("peer: step 129 → {}");
  expect(exchangesSinceBegin().leftOut).toBe(30);
});

test("what hangs is named: the calls of the adapter, or where none waits, what the peer has not answered", async () => {
  asked({ by: "peer", question: "receive {}" });
  expect(unsettled()).toMatch(/^the raw peer has not answered receive \{\} after 0\.\d s$/);
  const connection = await connected();
  void connection.read(new Uint8Array(4));
  expect(unsettled()).toMatch(
    /^read\(4 bytes\) of the connection to tcp:\/\/127\.0\.0\.1:2 has not settled after 0\.\d s$/,
  );
});

test("what happens once a case has failed is no step of it", async () => {
  const connection = await connected();
  const reading = connection.read(new Uint8Array(4));
  endExchanges();
  connection.reading.resolve(null);
  await reading;
  await connection.write();
  expect(told().slice(1)).toEqual(["adapter #1: read(4 bytes) → null"]);
});

test.each([
  ["that is frozen", () => Object.freeze(new FakeConnection())],
  [
    "that is a proxy with methods of its own",
    () =>
      new Proxy(new FakeConnection(), {
        get: (of, name) => (name === "write" ? async () => of.write() : Reflect.get(of, name, of)),
      }),
  ],
] as const)("an object %s is used as it is", async (_, made) => {
  const fake = made();
  const { write } = fake;
  const connection = await connected(fake);
  expect(connection).toBe(fake);
  await connection.write();
  await Reflect.apply(write, connection, []);
  expect(told()).toHaveLength(1);
});

test("what an adapter gives instead of a promise, or of a connection, is told, and is no failure of the record", async () => {
  const thrower = {
    get address(): never {
      throw new Error("it has not been started");
    },
    get accept(): never {
      throw new Error("it has not been started");
    },
  };
  const { connect, listen } = recorded({
    connect: () => 7,
    listen: () => Promise.resolve(thrower),
  } as unknown as Adapter);
  expect(connect(to)).toBe(7);
  await listen(to).then((listener) => expect(listener).toBe(thrower));
  expect(told()[0]).toBe("adapter: connect({ host: '127.0.0.1', port: 2 }) → 7");
});
