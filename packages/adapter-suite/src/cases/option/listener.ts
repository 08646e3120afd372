import { expect } from "../../expect.ts";
import { queueOf } from "../../listener-queue.ts";
import type { PeerEnd } from "../../peer.ts";
import { peerAddress } from "../../setting.ts";
import { type Effects, listening } from "./looked-at.ts";

const tcp = ["tcp4", "tcp6"] as const;

type OfListeners = "backlog" | "pending" | "ipv6Only" | "reusePort" | "reuseAddress";

/** Options of a listener. */
export const listenerEffects: Effects<OfListeners> = {
  backlog: {
    requirement: "OPTION-8",
    title: "backlog is the length of the kernel's queue",
    convicts: "backlog is ignored, or the runtime's own is used",
    transports: ["tcp4", "tcp6", "unix"],
    needs: ["ss"],
    async play(setting) {
      expect(queueOf((await setting.listen({ backlog: 7 })).address)).toEqual({ waiting: 0, backlog: 7 });
    },
  },
  pending: {
    requirement: "OPTION-9",
    title: "pending is how many wait in the process: the others are reset, or wait in the kernel",
    convicts: "pending is ignored, and everybody who comes is accepted",
    transports: ["tcp4", "tcp6", "unix"],
    // To Node.js a reset may be there before it has told that it is connected.
    needs: ["python", "ss"],
    async play(setting) {
      const listener = await setting.listen({
        pending: 1,
        ...(setting.supports("option:backlog") ? { backlog: 64 } : {}),
      });
      const ends: PeerEnd[] = [];
      for (let count = 0; count < 3; count++) ends.push(await setting.peer.connect(peerAddress(listener)));
      await setting.peer.turn();
      // One waits in this process, and the others are reset, or wait in the kernel.
      const { waiting } = queueOf(listener.address);
      setting.keep(await listener.accept());
      if (waiting > 0) expect(waiting).toBeGreaterThanOrEqual(2);
      else
        for (const end of ends.slice(1))
          expect((await end.receive()).stopped).toBe(setting.isTcp ? "ECONNRESET" : "FIN");
    },
  },
  ipv6Only: {
    requirement: "OPTION-10",
    title: "ipv6Only is IPV6_V6ONLY",
    convicts: "ipv6Only is ignored, and IPv4 is taken as well",
    transports: ["tcp6"],
    needs: ["kernel-view"],
    async play(setting) {
      const listener = await setting.listen({ ipv6Only: true }, { host: "::", port: 0 });
      expect((await setting.observer.optionsOf(listener.address, null)).ipv6Only).toBe(true);
    },
  },
  reusePort: {
    requirement: "OPTION-11",
    title: "reusePort is SO_REUSEPORT, and lets two listeners share a port",
    convicts: "reusePort is ignored, as by Node.js 20",
    transports: tcp,
    needs: ["kernel-view"],
    async play(setting) {
      const { of, listener } = await listening(setting, { reusePort: true });
      expect(listener.reusePort).toBe(true);
      await setting.listen({ reusePort: true }, peerAddress(of));
    },
  },
  reuseAddress: {
    requirement: "OPTION-12",
    title: "reuseAddress false is SO_REUSEADDR off, and a port with connections in TIME-WAIT is EADDRINUSE",
    convicts: "SO_REUSEADDR is set whatever was asked for",
    transports: tcp,
    needs: ["kernel-view"],
    async play(setting) {
      const { observer } = setting;
      const alone = await setting.listen({ reuseAddress: false });
      expect((await observer.optionsOf(alone.address, null)).reuseAddress).toBe(false);
      const first = await setting.listen();
      const [connection, end] = await Promise.all([first.accept(), setting.peer.connect(peerAddress(first))]);
      expect((await observer.optionsOf(first.address, null)).reuseAddress).toBe(true);
      // Who sends the first FIN is in TIME-WAIT (RFC 9293, 3.6).
      const closing = connection.close();
      await end.receive();
      await end.close();
      expect(await closing).toBe(true);
      await first.close();
      await expect(setting.adapter.listen(peerAddress(first), { reuseAddress: false })).rejects.toMatchObject({
        code: "EADDRINUSE",
      });
      await setting.listen({}, peerAddress(first));
    },
  },
};
