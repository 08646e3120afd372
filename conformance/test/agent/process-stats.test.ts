import { expect, test } from "vitest";
import { processStats } from "../../src/agent/process-stats.ts";
import { Child } from "../../src/subject/child.ts";
import { hasPython } from "../peers/python-peer.ts";

// The size of the folder is a number more as soon as the kernel has reserved one for the connection that is to come.
const program = `
import os, socket, sys, threading, time
listener = socket.create_server(("127.0.0.1", 0))
def size():
    return os.stat("/proc/self/fd").st_size
before = size()
threading.Thread(target=listener.accept, daemon=True).start()
until = time.monotonic() + 2
while size() == before and time.monotonic() < until:
    time.sleep(0.001)
print(sum(os.path.lexists(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd")), flush=True)
sys.stdin.read()
`;

test.skipIf(!hasPython)("a thread that waits in accept(2) holds no descriptor of a connection", async () => {
  const said = Promise.withResolvers<string>();
  const child = await Child.start("python", { argv: ["python3", "-c", program] }, { line: said.resolve });
  try {
    const counted = Number(await said.promise);
    expect(processStats(child.pid).descriptors).toBe(counted);
  } finally {
    child.endInput();
    await child.stop(2000);
  }
});
