import { isMainThread } from "node:worker_threads";
import { type Refusal, type RefusalScene, refusalFault, refusals } from "@anysock/protocol-spec";
import { type Core, coreOf, socketsOf } from "../adapter-core.ts";
import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import type { PeerEnd } from "../peer.ts";
import { openDescriptors, type Setting } from "../setting.ts";
import { utf8 } from "./samples.ts";

const AT = { host: "127.0.0.1", port: 0 } as const;

/** The threads of a process have their descriptors in common: elsewhere one may be another test's, and only those are told that stay. */
const isAlone = isMainThread;

/** Every argument that cannot be: a program without types may give it, and so may one that was told it by a user. */
export const refusalCases: readonly StreamCase[] = refusals.map((refusal) => ({
  id: `api/refusal/${refusal.id}`,
  title: `${refusal.what} is refused with ${refusal.code}, and opens nothing`,
  verifies: ["INPUT-1"],
  convicts: `${refusal.what} reaches the runtime, which takes it or says what no other says`,
  over: "streams",
  transports: ["tcp4"],
  ...(refusal.needs === undefined ? {} : { capabilities: [refusal.needs] }),
  play: (setting) => refuse(setting, refusal),
}));

async function refuse(setting: Setting, refusal: Refusal): Promise<void> {
  const scene = new OpenedScene(setting, await coreOf(setting), await socketsOf(setting));
  try {
    // What it needs is opened by the first attempt, and so the second one opens nothing, not even for a moment.
    await attempt(refusal, scene);
    const before = openDescriptors();
    await attempt(refusal, scene);
    if (isAlone) expect([...openDescriptors()].filter((name) => !before.has(name))).toEqual([]);
    await scene.isWhole();
  } finally {
    await scene.close();
  }
}

async function attempt(refusal: Refusal, scene: OpenedScene): Promise<void> {
  const fault = await refusalFault(refusal, scene);
  if (fault !== undefined) throw new Error(fault);
}

/** Each is opened when it is first asked for, and closed behind the attempts. */
class OpenedScene implements RefusalScene {
  readonly sockets: RefusalScene["sockets"];
  readonly core: Core;
  readonly #setting: Setting;
  readonly #closing: (() => Promise<unknown>)[] = [];
  readonly #opened = new Map<string, Promise<unknown>>();
  #end: PeerEnd | undefined;

  constructor(setting: Setting, core: Core, sockets: RefusalScene["sockets"]) {
    this.#setting = setting;
    this.core = core;
    this.sockets = sockets;
  }

  connection: RefusalScene["connection"] = () =>
    this.#once("connection", async () => {
      const { connection, end } = await this.#setting.connected();
      this.#end = end;
      return connection;
    });

  listener: RefusalScene["listener"] = () => this.#once("listener", () => this.#setting.listen());

  datagrams: RefusalScene["datagrams"] = () =>
    this.#once("datagrams", async () => {
      const socket = await this.sockets.bind(AT);
      this.#closing.push(() => socket.close());
      return socket;
    });

  connectedDatagrams: RefusalScene["connectedDatagrams"] = () =>
    this.#once("connectedDatagrams", async () => {
      const { local } = await this.datagrams();
      const socket = await this.sockets.bind(AT, { remote: local });
      this.#closing.push(() => socket.close());
      return socket;
    });

  server: RefusalScene["server"] = () =>
    this.#once("server", async () => this.core.serve(await this.#setting.listen(), () => {}));

  datagramServer: RefusalScene["datagramServer"] = () =>
    this.#once("datagramServer", async () => {
      const server = this.core.serveDatagrams(await this.sockets.bind(AT), () => null);
      this.#closing.push(() => server.drain({ timeout: 0 }));
      return server;
    });

  /** What was refused has done nothing to what was open. */
  async isWhole(): Promise<void> {
    if (this.#end === undefined) return;
    await (await this.connection()).write(utf8("whole"));
    expect(await this.#end.receive(5)).toMatchObject({ text: "whole" });
  }

  async close(): Promise<void> {
    for (const close of this.#closing) await close();
  }

  #once<T>(name: string, open: () => Promise<T>): Promise<T> {
    const opened = (this.#opened.get(name) as Promise<T> | undefined) ?? open();
    this.#opened.set(name, opened);
    return opened;
  }
}
