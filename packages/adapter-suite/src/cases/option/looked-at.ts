import type { Connection, ConnectOptions, Listener, ListenOptions, StreamOptionId } from "@anysock/core";
import type { Need, StreamCase } from "../../api-case.ts";
import type { KernelOptions } from "../../effects-observer.ts";
import { peerAddress, type Setting, type Transport } from "../../setting.ts";

/** What shows that an option has its effect. */
interface Effect {
  readonly requirement: string;
  readonly title: string;
  readonly convicts: string;
  readonly transports: readonly Transport[];
  readonly needs: readonly Need[];
  readonly limit?: number;
  /** Asks for the option, and looks in the kernel or at a raw peer whether it is there. */
  readonly play: StreamCase["play"];
}

export type Effects<Id extends StreamOptionId> = Readonly<Record<Id, Effect>>;

/** What the kernel has of a listener's socket, and of a connection that it has accepted. */
export async function listening(
  setting: Setting,
  options: ListenOptions,
): Promise<{ of: Listener; listener: KernelOptions; connection: Connection; accepted: KernelOptions }> {
  const of = await setting.listen(options);
  const [connection] = await Promise.all([of.accept(), setting.peer.connect(peerAddress(of))]);
  setting.keep(connection);
  const listener = await setting.observer.optionsOf(of.address, null);
  return { of, listener, connection, accepted: await optionsOf(setting, connection) };
}

/** What it has of a connection that was made. */
export async function connected(
  setting: Setting,
  options: ConnectOptions,
): Promise<{ connection: Connection; options: KernelOptions }> {
  const listener = await setting.peer.listen(setting.place());
  try {
    const connection = setting.keep(await setting.adapter.connect(listener.address, options));
    await listener.accept();
    return { connection, options: await optionsOf(setting, connection) };
  } finally {
    await listener.stop();
  }
}

export function optionsOf({ observer }: Setting, { local, remote }: Connection): Promise<KernelOptions> {
  return observer.optionsOf(local, remote);
}
