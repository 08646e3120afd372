import type { Order } from "./order-scene.ts";

/** More than both kernels take. */
const LARGE = new Uint8Array(16 * 1024 * 1024);
const SMALL = new Uint8Array(3);

/** What has come first is in the name. */
export const orders: Readonly<Record<string, Order>> = {
  "abort-during-write": {
    title: "abort() while a write is under way",
    convicts: "the write that abort() ends raises an error where nobody listens",
    async act({ connected, see }) {
      const connection = await connected();
      see(connection.write(LARGE));
      connection.abort(new Error("of the caller"));
      see(connection.closed, connection.close());
    },
  },
  "reset-during-write": {
    title: "the peer's reset while writes are queued",
    convicts: "of several writes that a reset ends only the first is answered, and the others are thrown",
    async act({ connected, peer, see }) {
      const connection = await connected();
      see(connection.write(LARGE), connection.write(SMALL), connection.closeWrite());
      await peer("reset");
      see(connection.closed, connection.close());
    },
  },
  "reset-during-read": {
    title: "the peer's reset while a read is pending, and another is refused",
    convicts: "the reset is answered to the read and raised as an event as well",
    async act({ connected, peer, see }) {
      const connection = await connected();
      see(connection.readChunk(), connection.read(new Uint8Array(1)));
      await peer("reset");
      see(connection.readChunk(), connection.write(SMALL), connection.closed);
    },
  },
  "reset-during-close": {
    title: "the peer's reset while close() waits for its FIN",
    convicts: "a reset that comes after our own FIN meets nobody who listens for errors",
    async act({ connected, peer, see }) {
      const connection = await connected();
      see(connection.close({ timeout: 5000 }));
      await peer("reset");
      see(connection.close(), connection.closed);
    },
  },
  "reset-unseen": {
    title: "the peer's reset while nobody does anything with the connection",
    convicts: "an idle connection has no listener for errors (oven-sh/bun#34513, Effect-TS/effect#5585)",
    async act({ connected, peer }) {
      await connected();
      await peer("reset");
      await peer("nothing");
    },
  },
  "reset-then-abort": {
    title: "abort() and close() after a reset that nobody has met",
    convicts: "ending a connection that the runtime has ended by then throws",
    async act({ connected, peer, see }) {
      const connection = await connected();
      await peer("reset");
      await peer("nothing");
      connection.abort();
      connection.abort();
      see(connection.close(), connection.closed);
    },
  },
  "cancel-after-settle": {
    title: "a signal that is aborted when all that it was given to has settled",
    convicts: "the signal stays live, and destroys the connection or raises an error later (nodejs/node#65938)",
    async act({ adapter, address, peer, see }) {
      const late = new AbortController();
      const { signal } = late;
      const listener = await adapter.listen({ port: 0 }, { signal });
      const [connection] = await Promise.all([adapter.connect(address, { signal, timeout: 10_000 }), peer("accept")]);
      const read = connection.readChunk({ signal, timeout: 10_000 });
      await peer("send");
      await Promise.all([read, connection.write(SMALL, { signal })]);
      late.abort("late");
      await peer("nothing");
      see(connection.write(SMALL), connection.close({ timeout: 1 }), listener.close());
    },
  },
  "cancel-with-data": {
    title: "a signal that is aborted while the bytes are on their way",
    convicts: "a read is answered twice, by its signal and by what came",
    async act({ connected, peer, see }) {
      const connection = await connected();
      const canceling = new AbortController();
      see(connection.readChunk({ signal: canceling.signal }));
      const sent = peer("send");
      canceling.abort();
      await sent;
      see(connection.readChunk({ timeout: 5000 }), connection.close({ timeout: 1 }));
    },
  },
  "cancel-write": {
    title: "a signal that is aborted while a write has been sent in part, and a reset after it",
    convicts: "the write that is given up is answered later, when there is nobody to tell",
    async act({ connected, peer, see }) {
      const connection = await connected();
      const canceling = new AbortController();
      see(connection.write(LARGE, { signal: canceling.signal }));
      await peer("nothing");
      canceling.abort(new Error("of the caller"));
      await peer("reset");
      see(connection.readChunk(), connection.closed);
    },
  },
  "cancel-connect": {
    title: "connects that are given up before, in and after the turn in which they begin",
    convicts: "an attempt that is given up comes about, or fails, and nobody is there to take it",
    async act({ adapter, address, peer, see }) {
      const now = new AbortController();
      const soon = new AbortController();
      const attempts = [
        adapter.connect(address, { signal: AbortSignal.abort("before") }),
        adapter.connect(address, { signal: now.signal }),
        adapter.connect(address, { signal: soon.signal }),
        adapter.connect(address, { timeout: 0 }),
      ];
      see(...attempts);
      now.abort();
      queueMicrotask(() => soon.abort());
      await Promise.allSettled(attempts);
      await peer("nothing");
    },
  },
  "reset-before-accept": {
    title: "clients that reset before they are accepted, and others after that",
    convicts: "accept() rejects for a client that is gone, and the loop around it ends (denoland/deno#8499)",
    async act({ adapter, peer, connect, see }) {
      const listener = await adapter.listen({ port: 0 });
      for (let count = 0; count < 5; count++) {
        await connect(listener);
        await peer("reset");
      }
      await connect(listener);
      await peer("send");
      const accepted = [];
      for (;;) {
        const connection = await listener.accept();
        accepted.push(connection);
        if ((await connection.readChunk().catch(() => null)) !== null) break;
      }
      see(...accepted.map((connection) => connection.close({ timeout: 1 })), listener.close());
    },
  },
  "close-unclaimed": {
    title: "a listener that is closed with clients who wait, and of whom some have reset",
    convicts: "ending connections that nobody has claimed raises their failures",
    async act({ adapter, peer, connect, see }) {
      const listener = await adapter.listen({ port: 0 });
      await connect(listener);
      await connect(listener);
      await peer("reset");
      await connect(listener);
      await peer("send");
      see(listener.close(), listener.close(), listener.accept());
    },
  },
  "close-during-accept": {
    title: "a listener that is closed in the turn in which one of several accepts is answered",
    convicts: "the accept that close() ends is answered again by the client, or its rejection belongs to nobody",
    async act({ adapter, peer, connect, see }) {
      const listener = await adapter.listen({ port: 0 });
      const canceling = new AbortController();
      const accepts = [
        listener.accept(),
        listener.accept({ signal: canceling.signal }),
        listener.accept({ timeout: 1 }),
      ];
      see(...accepts);
      const connecting = connect(listener);
      await accepts[0];
      see(listener.close());
      canceling.abort();
      await connecting;
      await connect(listener);
      await peer("nothing");
    },
  },
  "broken-iteration": {
    title: "iterations that are left with break, and a reset after them",
    convicts: "who has left a loop still has a read pending, whose failure nobody takes",
    async act({ adapter, connected, peer, connect, see }) {
      const connection = await connected();
      await peer("send");
      for await (const _chunk of connection) break;
      await peer("reset");
      const listener = await adapter.listen({ port: 0 });
      await connect(listener);
      for await (const accepted of listener) {
        accepted.abort();
        break;
      }
      see(connection.readChunk(), connection.closed, listener.close());
    },
  },
  "reset-with-views": {
    title: "a reset while both Web Streams are in use, of which nobody asks whether they are closed",
    convicts: "the streams' own promises are rejected, and nobody has taken them",
    async act({ connected, peer, see }) {
      const connection = await connected();
      see(connection.readable.getReader().read(), connection.writable.getWriter().write(LARGE));
      await peer("reset");
      see(connection.closed);
    },
  },
  "canceled-views": {
    title: "Web Streams that are canceled and aborted, and the peer's end after that",
    convicts: "a stream that was canceled is closed or errored once more (nodejs/node#64120)",
    async act({ connected, peer, see }) {
      const connection = await connected();
      const writer = connection.writable.getWriter();
      see(writer.write(LARGE));
      see(connection.readable.cancel(new Error("of the caller")), writer.abort(new Error("of the caller")));
      await peer("close");
      see(connection.close(), connection.closed);
    },
  },
  "fins-cross": {
    title: "FINs that cross, and operations on both halves after them",
    convicts: "what is asked after the end throws, instead of being answered",
    async act({ connected, peer, see }) {
      const connection = await connected();
      see(connection.closeWrite());
      await peer("fin");
      const read = await connection.readChunk();
      if (read !== null) throw new Error("the peer's FIN is null");
      see(connection.readChunk(), connection.write(SMALL), connection.closeWrite(), connection.close());
    },
  },
  "write-to-nobody": {
    title: "writes to a peer that has closed, until they fail, and one more",
    convicts: "EPIPE is raised beside the write that it belongs to",
    async act({ connected, peer, see }) {
      const connection = await connected();
      await peer("close");
      while (
        await connection.write(SMALL).then(
          () => true,
          () => false,
        )
      );
      see(connection.write(SMALL), connection.closeWrite(), connection.closed);
    },
  },
  "late-peer": {
    title: "bytes and a reset of a peer for whom close() did not wait any longer",
    convicts: "what a connection hears after it was given up meets nobody who listens for errors",
    async act({ connected, peer, see }) {
      const connection = await connected();
      const closed = await connection.close({ timeout: 1 });
      if (closed) throw new Error("the peer has sent no FIN");
      await peer("send");
      await peer("reset");
      see(connection.closed, connection.readChunk(), connection.close());
    },
  },
  "handler-fails": {
    title: "a served client that resets, whose handler fails with that",
    convicts: "the failure of one connection ends the process that serves the others",
    async act({ adapter, serve, peer, connect, see }) {
      const listener = await adapter.listen({ port: 0 });
      const [begun, failed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const server = serve(listener, async (connection) => {
        begun.resolve();
        try {
          for await (const chunk of connection) await connection.write(chunk);
        } finally {
          failed.resolve();
        }
      });
      await connect(listener);
      // A client that has reset before may never be served (order reset-before-accept).
      await begun.promise;
      await peer("send");
      await peer("reset");
      await failed.promise;
      see(server.drain({ timeout: 1 }));
    },
  },
};
