import { expectBytes, expectSuccess, utf8 } from "./expect.ts";
import type { Peer, Stage } from "./stage.ts";

/**
 * Ends connections in good order, so that a case does to a service nothing but what it tests. How the service answers
 * that is the matter of other cases.
 */
export async function leave(...peers: readonly Peer[]): Promise<void> {
  await Promise.allSettled(peers.map((peer) => peer.close()));
}

/** More than is under way when the FIN comes. */
const UNDER_WAY = 8 * 1024 * 1024;

/** Ends a stream that does not end by itself: by the careful close, and where it goes on all the same, by the rude abort. */
export async function leaveStream(client: Peer): Promise<void> {
  await Promise.allSettled([client.closeWrite(), client.read(UNDER_WAY)]);
  await client.abort();
}

/** A new client is served: connects, is answered, leaves. */
export async function expectService(stage: Stage): Promise<void> {
  const request = utf8("Is anybody there?\n");
  const client = await expectSuccess(stage.connect(), "the service takes another client");
  await expectSuccess(client.write(request), "the service reads from another client");
  await expectBytes(client, request);
  await leave(client);
}
