import type { DatagramSetting } from "../../datagram-setting.ts";
import { textOf } from "../../text.ts";

type Socket = Awaited<ReturnType<DatagramSetting["bind"]>>;

/** The next datagram, as text. */
export async function receiveText(socket: Socket): Promise<string> {
  const into = new Uint8Array(64);
  const { length } = await socket.receive(into);
  return textOf(into.subarray(0, length));
}
