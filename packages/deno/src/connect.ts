import type { ConnectEvents, DriverAddress, DriverConnectOptions } from "@anysock/core";
import { unixAddress } from "./address.ts";
import { failureOf } from "./failure.ts";
import { preventSignalPanic } from "./signals.ts";
import { DenoStream } from "./stream.ts";

/** One attempt. */
export function connect(to: DriverAddress, options: DriverConnectOptions, events: ConnectEvents): () => void {
  preventSignalPanic();
  const stop = new AbortController();
  let stopped = false;
  dial(to, options, stop.signal).then(
    (stream) => {
      if (stopped) stream.destroy("release");
      else events.connected(stream);
    },
    (error: unknown) => {
      if (!stopped) events.failed(failureOf(error));
    },
  );
  return () => {
    stopped = true;
    // A turn later: where Deno has just connected, an abort in the same turn makes `Deno.connect` reject and forget the
    // connection, descriptor and all.
    setTimeout(() => stop.abort());
  };
}

async function dial(to: DriverAddress, options: DriverConnectOptions, signal: AbortSignal): Promise<DenoStream> {
  if (to.family === "unix") {
    // Takes no signal, but never waits either: where the queue is full it is EAGAIN.
    const connection = await Deno.connect({ transport: "unix", path: to.path });
    return new DenoStream(connection, unixAddress(null), unixAddress(to.path), undefined);
  }
  const connection = await Deno.connect({ hostname: to.host, port: to.port, signal });
  return DenoStream.overTcp(connection, options);
}
