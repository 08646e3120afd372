import {
  type ConnectEvents,
  type DriverAddress,
  type DriverConnectOptions,
  unixAddress,
  zoneFailure,
} from "@anysock/core";
import { connectAdopted } from "./adopt.ts";
import { failureOf } from "./failure.ts";
import { preventSignalPanic } from "./signals.ts";
import { DenoStream } from "./stream.ts";

/** One attempt. */
export function connect(to: DriverAddress, options: DriverConnectOptions, events: ConnectEvents): () => void {
  preventSignalPanic();
  const stop = new AbortController();
  // Deno looks at the signal again after it has connected, throws, and forgets the connection, descriptor and all: 5 to 11
  // of 3,000 connections that were cancelled as they came about. So the signal never throws, and what comes is closed here.
  stop.signal.throwIfAborted = () => {};
  dial(to, options, stop.signal).then(
    (stream) => {
      if (stop.signal.aborted) stream.destroy("release");
      else events.connected(stream);
    },
    (error: unknown) => {
      if (!stop.signal.aborted) events.failed(zoneFailure(to, failureOf(error)));
    },
  );
  return () => stop.abort();
}

async function dial(to: DriverAddress, options: DriverConnectOptions, signal: AbortSignal): Promise<DenoStream> {
  if (to.family === "unix") {
    // Takes no signal, but never waits either: where the queue is full it is EAGAIN.
    const connection = await Deno.connect({ transport: "unix", path: to.path });
    return new DenoStream(connection, unixAddress(null), unixAddress(to.path), undefined);
  }
  if ([options.local, options.receiveBuffer, options.sendBuffer].some((asked) => asked !== undefined)) {
    return DenoStream.overAdopted(await connectAdopted(to, options, signal), to, options);
  }
  const connection = await Deno.connect({ hostname: to.host, port: to.port, signal });
  return DenoStream.overTcp(connection, to, options);
}
