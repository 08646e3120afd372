import { dlopen, ptr } from "bun:ffi";
import { closeSync, readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { handlers, listenNatively, type NativeListener } from "../src/native.ts";
import { countDescriptor, startListening, stopListening } from "../src/shortage.ts";

/** The last of all descriptors, whatever the limit is. */
const LAST = Number.MAX_SAFE_INTEGER;

// Numbers of Linux (sys/epoll.h); `struct epoll_event` is packed on x86-64 alone.
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;
const EPOLLIN = 1;
const DATA_AT = process.arch === "x64" ? 4 : 8;

const { epoll_create1, epoll_ctl } = dlopen("libc.so.6", {
  epoll_create1: { args: ["i32"], returns: "i32" },
  epoll_ctl: { args: ["i32", "i32", "i32", "ptr"], returns: "i32" },
}).symbols;

/** How an epoll instance waits for a descriptor, as the kernel tells it (proc_pid_fdinfo(5)). */
interface Watch {
  readonly epoll: number;
  readonly events: number;
  readonly data: bigint;
}

function watchesOf(descriptor: number): Watch[] {
  const line = new RegExp(`^tfd:\\s*${descriptor} events:\\s*([0-9a-f]+) data:\\s*([0-9a-f]+)`, "m");
  return readdirSync("/proc/self/fdinfo").flatMap((name) => {
    const [, events, data] = line.exec(textOf(`/proc/self/fdinfo/${name}`)) ?? [];
    if (events === undefined) return [];
    return [{ epoll: Number(name), events: Number.parseInt(events, 16), data: BigInt(`0x${data}`) }];
  });
}

/** Nothing of a descriptor that is closed by now, as the folder's own is. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function add({ epoll, events, data }: Watch, descriptor: number): void {
  const event = new DataView(new ArrayBuffer(DATA_AT + 8));
  event.setUint32(0, events, true);
  event.setBigUint64(DATA_AT, data, true);
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, ptr(event)) !== 0) throw new Error("EPOLL_CTL_ADD was refused");
}

function remove({ epoll }: Watch, descriptor: number): void {
  if (epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, null) !== 0) throw new Error("EPOLL_CTL_DEL was refused");
}

describe("a listener of Bun's, when the last descriptors are given out", () => {
  let listener: NativeListener;
  let other: NativeListener;
  let watch: Watch;

  beforeEach(() => {
    listener = listening();
    other = listening();
    const [found] = watchesOf(listener.fd);
    if (found === undefined) throw new Error("Bun does not wait for its listener");
    watch = found;
  });

  afterEach(() => {
    for (const each of [listener, other]) {
      stopListening(each);
      each.stop();
    }
  });

  function listening(): NativeListener {
    const made = listenNatively({ hostname: "127.0.0.1", port: 0, allowHalfOpen: true, socket: handlers });
    startListening(made);
    return made;
  }

  function hears({ fd }: NativeListener): boolean[] {
    return watchesOf(fd).map(({ events }) => (events & EPOLLIN) !== 0);
  }

  /** Whether it hears during a shortage, by each loop that waits for it. The shortage is over when another listener hears again. */
  async function hearsInShortage(): Promise<boolean[]> {
    countDescriptor(LAST);
    const during = hears(listener);
    expect(hears(other)).toEqual([false]);
    await vi.waitFor(() => expect(hears(other)).toEqual([true]));
    return during;
  }

  test("is deaf, and then hears as before", async () => {
    expect(await hearsInShortage()).toEqual([false]);
    expect(watchesOf(listener.fd)).toEqual([watch]);
  });

  // Which epoll instance waits for it is remembered.
  test("is deaf also where another loop waits for it by now", async () => {
    await hearsInShortage();
    const elsewhere = { epoll: epoll_create1(0), events: EPOLLIN, data: 0x1234_5678_9abc_def0n };
    remove(watch, listener.fd);
    add(elsewhere, listener.fd);
    expect(await hearsInShortage()).toEqual([false]);
    expect(hears(listener)).toEqual([true]);
    expect(watchesOf(listener.fd)).toMatchObject([{ epoll: elsewhere.epoll, data: elsewhere.data }]);
    remove(elsewhere, listener.fd);
    closeSync(elsewhere.epoll);
    add(watch, listener.fd);
  });

  test("that no loop waits for is left alone, and is deaf again when one does", async () => {
    await hearsInShortage();
    remove(watch, listener.fd);
    expect(await hearsInShortage()).toEqual([]);
    add(watch, listener.fd);
    expect(await hearsInShortage()).toEqual([false]);
    expect(watchesOf(listener.fd)).toEqual([watch]);
  });
});
