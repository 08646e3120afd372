import { Buffer } from "node:buffer";
import type { Bytes, DatagramEnd, ReceivedDatagram, ReceiveOptions } from "@anysock/protocol-spec";
import type { WireDatagram } from "../agent/protocol.ts";
import { describeBytes, describeDivergence, wireBytes } from "./bytes.ts";
import type { Player } from "./player.ts";

/** A UDP socket, held by an agent. */
export class StageDatagrams implements DatagramEnd {
  readonly local: string;
  readonly #player: Player;
  readonly #socket: number;

  constructor(player: Player, held: { readonly socket: number; readonly local: string }) {
    this.#player = player;
    this.#socket = held.socket;
    this.local = held.local;
    player.sockets.add(held.socket);
  }

  async send(data: Bytes, to?: string): Promise<void> {
    const place = to === undefined ? {} : { to };
    const args = { socket: this.#socket, data: wireBytes(data), timeout: this.#player.patience, ...place };
    const where = to === undefined ? "" : ` to ${to}`;
    await this.#player.call("send", args, `send(${describeBytes(data)}${where})`, () => ({ text: "sent" }));
  }

  async receive(options: ReceiveOptions = {}): Promise<ReceivedDatagram> {
    const { expect, timeout = this.#player.patience, ...rest } = options;
    const expected = expect === undefined ? {} : { expect: wireBytes(expect) };
    const wanted = expect === undefined ? "" : `expecting ${describeBytes(expect)}`;
    const args = { socket: this.#socket, timeout, ...expected, ...rest };
    const { base64, ...received } = await this.#player.call("receive", args, `receive(${wanted})`, told);
    return base64 === undefined ? received : { ...received, bytes: new Uint8Array(Buffer.from(base64, "base64")) };
  }

  async dropped(): Promise<number> {
    const { dropped } = await this.#player.call(
      "dropped",
      { socket: this.#socket },
      "dropped?",
      (result) => ({ text: `${result.dropped} datagrams` }),
      this.#player.patience,
    );
    return dropped;
  }

  async close(): Promise<void> {
    await this.#player.call(
      "closeSocket",
      { socket: this.#socket },
      "close()",
      () => ({ text: "closed" }),
      this.#player.patience,
    );
  }
}

function told({ count, from, truncated, divergence }: WireDatagram): {
  text: string;
  detail?: string;
  diverges?: true;
} {
  const text = `${count} bytes from ${from}${truncated ? ", cut off" : ""}`;
  return divergence === null ? { text } : { text, detail: describeDivergence(divergence), diverges: true };
}
