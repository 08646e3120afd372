/** What the views need of a connection. */
interface Viewed {
  read(into: Uint8Array): Promise<number | null>;
  write(data: Uint8Array): Promise<void>;
  closeWrite(): Promise<void>;
  abort(reason?: unknown): void;
  stopReading(): void;
}

/** Bytes per read where the stream's reader brings no memory of its own. */
const CHUNK = 64 * 1024;

/**
 * The receiving half as a byte stream. Its end is the peer's FIN; cancelling it ends reading and nothing else.
 * Nothing is read ahead of its reader.
 */
export function makeReadable(connection: Viewed): ReadableStream<Uint8Array> {
  return new ReadableStream({
    type: "bytes",
    autoAllocateChunkSize: CHUNK,
    async pull(controller): Promise<void> {
      const request = controller.byobRequest;
      const view = request?.view;
      if (request === null || view === null || view === undefined) return;
      const count = await connection.read(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
      if (count === null) controller.close();
      request.respond(count ?? 0);
    },
    cancel(): void {
      connection.stopReading();
    },
  });
}

/** The sending half. Closing it sends FIN and nothing else; aborting it resets the connection, as a cancelled write does. */
export function makeWritable(connection: Viewed): WritableStream<Uint8Array> {
  return new WritableStream(
    {
      write: (chunk): Promise<void> => connection.write(chunk),
      close: (): Promise<void> => connection.closeWrite(),
      // The sink's own `abort` waits for the write under way, which may wait for the peer for ever; the signal does not.
      start({ signal }): void {
        signal.addEventListener("abort", () => connection.abort(signal.reason), { once: true });
      },
    },
    // One chunk at a time: the queue is the connection's.
    { highWaterMark: 1 },
  );
}
