import { isMainThread } from "node:worker_threads";
import { type Refusal, type RefusalScene, refusalFault, refusals } from "@anysock/protocol-spec";
import { type Core, coreOf, socketsOf } from "../adapter-core.ts";
import type { ApiCase } from "../api-case.ts";
import type { DatagramSetting } from "../datagram-setting.ts";
import { expect } from "../expect.ts";
import type { PeerEnd } from "../peer.ts";
import { SuiteFailure } from "../raw-process.ts";
import { openDescriptors, type Setting } from "../setting.ts";
import { utf8 } from "./samples.ts";

/** The threads of a process have their descriptors in common: elsewhere one may be another test's, and only those are told that stay. */
const isAlone = isMainThread;

/** Every argument that cannot be: a program without types may give it, and so may one that was told it by a user. */
export const refusalCases: readonly ApiCase[] = refusals.map((refusal): ApiCase => {
  const rule = {
    id: `api/refusal/${refusal.id}`,
    title: `${refusal.what} is refused with ${refusal.code}, and opens nothing`,
    verifies: ["INPUT-1"],
    convicts: `${refusal.what} reaches the runtime, which takes it or says what no other says`,
    ...(refusal.needs === undefined ? {} : { capabilities: [refusal.needs] }),
  } as const;
  return refusal.over === undefined
    ? { ...rule, over: "streams", transports: ["tcp4"], play: (setting) => refuse(setting, setting, refusal) }
    : { ...rule, over: "datagrams", transports: [refusal.over], play: (setting) => refuse(setting, null, refusal) };
});

async function refuse(setting: Setting | DatagramSetting, streams: Setting | null, refusal: Refusal): Promise<void> {
  const host = refusal.over === undefined ? "127.0.0.1" : "::1";
  const scene = new OpenedScene(streams, host, await coreOf(setting), await socketsOf(setting));
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
  readonly #streams: Setting | null;
  /** Where datagram sockets are. */
  readonly #at: { readonly host: string; readonly port: 0 };
  readonly #closing: (() => Promise<unknown>)[] = [];
  readonly #opened = new Map<string, Promise<unknown>>();
  #end: PeerEnd | undefined;

  constructor(streams: Setting | null, host: string, core: Core, sockets: RefusalScene["sockets"]) {
    this.#streams = streams;
    this.#at = { host, port: 0 };
    this.core = core;
    this.sockets = sockets;
  }

  get #setting(): Setting {
    if (this.#streams === null) throw new SuiteFailure("nothing of streams is refused over udp6");
    return this.#streams;
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
      const socket = await this.sockets.bind(this.#at);
      this.#closing.push(() => socket.close());
      return socket;
    });

  connectedDatagrams: RefusalScene["connectedDatagrams"] = () =>
    this.#once("connectedDatagrams", async () => {
      const { local } = await this.datagrams();
      const socket = await this.sockets.bind(this.#at, { remote: local });
      this.#closing.push(() => socket.close());
      return socket;
    });

  server: RefusalScene["server"] = () =>
    this.#once("server", async () => this.core.serve(await this.#setting.listen(), () => {}));

  datagramServer: RefusalScene["datagramServer"] = () =>
    this.#once("datagramServer", async () => {
      const server = this.core.serveDatagrams(await this.sockets.bind(this.#at), () => null);
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
