import type { DriverStream } from "@anysock/core";
import type { PeerAddress } from "./peer.ts";
import type { Setting } from "./setting.ts";

/** One attempt of the driver itself. */
export class BegunAttempt {
  stream: DriverStream | undefined;
  readonly #end: () => void;
  #isOver = false;

  constructor(setting: Setting, to: PeerAddress, connected: (stream: DriverStream) => void = () => {}) {
    if (!("host" in to)) throw new Error("a Unix path has one address");
    this.#end = setting.adapter.driver.connect(
      { family: "ipv4", ...to },
      { noDelay: true, keepAlive: false },
      {
        connected: (stream) => {
          if (this.#isOver) {
            stream.destroy("release");
            return;
          }
          this.#isOver = true;
          this.stream = stream;
          connected(stream);
        },
        failed: () => {
          this.#isOver = true;
        },
      },
    );
  }

  /** As core does: once, and not after the answer. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#end();
  }
}
