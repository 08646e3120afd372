import process from "node:process";
import { LineSplitter, MAX_LINE } from "../subject/lines.ts";
import { receiveDatagram, sendDatagram } from "./datagrams.ts";
import { HeldConnection, ReadFailure } from "./held-connection.ts";
import { processStats } from "./process-stats.ts";
import { AGENT_PROTOCOL_VERSION, type AgentRequest } from "./protocol.ts";
import {
  type AgentConnection,
  type AgentDatagramSocket,
  AgentFailure,
  type AgentListener,
  type AgentSockets,
  codeOf,
} from "./sockets.ts";

/** Answers requests from stdin until its end, or until `stop`. */
export function runAgent(sockets: AgentSockets): void {
  const session = new Session(sockets);
  const splitter = new LineSplitter();
  process.stdin.setEncoding("utf8");
  process.stdin.on("data", (text: string) => {
    for (const line of splitter.push(text)) void session.take(line);
    if (splitter.rest.length > MAX_LINE) refuse(splitter.rest, `a line has more than ${MAX_LINE} characters`);
  });
  process.stdin.on("end", () => process.exit(0));
}

/** A suite that does not keep to the protocol cannot be answered: there may be no id. */
function refuse(line: string, why: string): never {
  process.stderr.write(`agent: ${why}: ${line.slice(0, 300)}\n`);
  process.exit(2);
}

class Session {
  readonly #sockets: AgentSockets;
  readonly #connections = new Map<number, HeldConnection>();
  readonly #listeners = new Map<number, AgentListener>();
  readonly #datagrams = new Map<number, AgentDatagramSocket>();
  readonly #outstanding = new Map<number, AbortController>();
  #handles = 0;

  constructor(sockets: AgentSockets) {
    this.#sockets = sockets;
  }

  async take(line: string): Promise<void> {
    const request = parse(line);
    const { id } = request;
    const controller = new AbortController();
    this.#outstanding.set(id, controller);
    try {
      const result = await this.#answer(request, controller.signal);
      answer({ id, ok: true, ...result }, request.op === "stop" ? () => process.exit(0) : undefined);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (codeOf(error) === "ENOTSUP") return answer({ id, unsupported: message });
      const received = error instanceof ReadFailure ? { received: error.received } : {};
      answer({ id, ok: false, error: { code: codeOf(error), message, ...received } });
    } finally {
      this.#outstanding.delete(id);
    }
  }

  async #answer(request: AgentRequest, signal: AbortSignal): Promise<object> {
    switch (request.op) {
      case "hello":
        return { version: AGENT_PROTOCOL_VERSION, runtime: this.#sockets.runtime, pid: process.pid };
      case "capabilities":
        return this.#sockets.capabilities;
      case "connect":
        return this.#hold(await this.#sockets.connect(request.to, { signal, timeout: request.timeout }));
      case "listen": {
        const listener = await this.#sockets.listen(request.at, request.options ?? {});
        if (request.service !== undefined) this.#sockets.serve(listener, request.service);
        const handle = ++this.#handles;
        this.#listeners.set(handle, listener);
        return { listener: handle, address: listener.address };
      }
      case "accept":
        return this.#hold(await this.#listener(request.listener).accept({ signal, timeout: request.timeout }));
      case "closeListener":
        await this.#listener(request.listener).close();
        return {};
      case "write":
        return await this.#held(request.connection).write(request, signal);
      case "read":
        return await this.#held(request.connection).receive(request, signal);
      case "bind": {
        const socket = await this.#sockets.bind(request.at, request.remote, request.options ?? {});
        if (request.service !== undefined) this.#sockets.serveDatagrams(socket, request.service);
        const handle = ++this.#handles;
        this.#datagrams.set(handle, socket);
        return { socket: handle, local: socket.local };
      }
      case "send":
        await sendDatagram(this.#datagram(request.socket), request, signal);
        return {};
      case "receive":
        return await receiveDatagram(this.#datagram(request.socket), request, signal);
      case "dropped":
        return { dropped: this.#datagram(request.socket).dropped };
      case "closeSocket":
        await this.#datagram(request.socket).close();
        return {};
      case "closeWrite":
        await this.#held(request.connection).closeWrite();
        return {};
      case "close":
        return await this.#held(request.connection).close(request.timeout);
      case "drop":
        await this.#held(request.connection).connection.drop();
        return {};
      case "abort":
        this.#held(request.connection).connection.abort();
        return {};
      case "closed":
        return { code: await this.#untilCancelled(this.#held(request.connection).connection.closed, signal) };
      case "progress": {
        const { written, read } = this.#held(request.connection);
        return { written, read };
      }
      case "cancel":
        this.#outstanding.get(request.target)?.abort(new AgentFailure("ECANCELED", "canceled by the suite"));
        return {};
      case "release":
        await this.#release(request.connections, request.listeners, request.sockets ?? []);
        return {};
      case "stats":
        return processStats("self");
      case "stop":
        return {};
      default:
        throw new AgentFailure(
          "ENOTSUP",
          `this agent has no operation ${JSON.stringify((request as { op: string }).op)}`,
        );
    }
  }

  #hold(connection: AgentConnection): object {
    const handle = ++this.#handles;
    this.#connections.set(handle, new HeldConnection(connection));
    return { connection: handle, local: connection.local, remote: connection.remote };
  }

  #held(handle: number): HeldConnection {
    const held = this.#connections.get(handle);
    if (held === undefined) throw new AgentFailure("EINVAL", `there is no connection ${handle}`);
    return held;
  }

  #listener(handle: number): AgentListener {
    const listener = this.#listeners.get(handle);
    if (listener === undefined) throw new AgentFailure("EINVAL", `there is no listener ${handle}`);
    return listener;
  }

  #datagram(handle: number): AgentDatagramSocket {
    const socket = this.#datagrams.get(handle);
    if (socket === undefined) throw new AgentFailure("EINVAL", `there is no socket ${handle}`);
    return socket;
  }

  async #release(
    connections: readonly number[],
    listeners: readonly number[],
    sockets: readonly number[],
  ): Promise<void> {
    for (const handle of connections) {
      this.#connections.get(handle)?.connection.abort();
      this.#connections.delete(handle);
    }
    const closing = listeners.map((handle) => {
      const listener = this.#listeners.get(handle);
      this.#listeners.delete(handle);
      return listener?.close();
    });
    const closingSockets = sockets.map((handle) => {
      const socket = this.#datagrams.get(handle);
      this.#datagrams.delete(handle);
      return socket?.close();
    });
    await Promise.all([...closing, ...closingSockets]);
  }

  async #untilCancelled<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
    const cancelled = Promise.withResolvers<never>();
    const cancel = () => cancelled.reject(signal.reason);
    signal.addEventListener("abort", cancel);
    try {
      return await Promise.race([promise, cancelled.promise]);
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  }
}

function parse(line: string): AgentRequest {
  let request: unknown;
  try {
    request = JSON.parse(line);
  } catch {
    refuse(line, "not a line of JSON");
  }
  if (typeof request !== "object" || request === null || !("id" in request) || !Number.isInteger(request.id)) {
    refuse(line, "a request needs an integer as its id");
  }
  if (!("op" in request) || typeof request.op !== "string") refuse(line, "a request needs an op");
  return request as AgentRequest;
}

let unwritten = "";

/** Answers that are ready together leave in one write: with hundreds of connections the system calls are what costs. */
function answer(object: { readonly id: number; readonly [field: string]: unknown }, written?: () => void): void {
  if (unwritten === "") process.nextTick(() => flush());
  unwritten += `${JSON.stringify(object)}\n`;
  if (written !== undefined) flush(written);
}

function flush(written?: () => void): void {
  const lines = unwritten;
  unwritten = "";
  if (lines !== "" || written !== undefined) process.stdout.write(lines, () => written?.());
}
