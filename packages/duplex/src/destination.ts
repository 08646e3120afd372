import { type Endpoint, SocketError } from "@anysock/core";

/** What `net.Socket.connect` was given: the endpoint, and who is to be told of the connection. Core checks port, host and path. */
export function destinationOf(values: readonly unknown[]): { to: Endpoint; listener: (() => void) | undefined } {
  const last = values.at(-1);
  const listener = typeof last === "function" ? (): void => void Reflect.apply(last, undefined, []) : undefined;
  const [first, host] = listener === undefined ? values : values.slice(0, -1);
  return { to: endpointOf(first, host), listener };
}

function endpointOf(first: unknown, host: unknown): Endpoint {
  if (typeof first === "object" && first !== null) {
    const { port, host: name, path, ...others } = first as Record<string, unknown>;
    const [other] = Object.entries(others).filter(([, value]) => value !== undefined);
    if (other !== undefined) {
      const detail = `there is no ${other[0]} to connect with; known are port, host, path`;
      throw new SocketError("EINVAL", "connect", { detail });
    }
    return typeof path === "string" ? { path } : tcp(port, name);
  }
  // As in `net`: a text is a path, unless it is a number.
  const isPath = typeof first === "string" && !(first !== "" && Number(first) >= 0);
  return isPath ? { path: first } : tcp(first, host);
}

function tcp(port: unknown, host: unknown): Endpoint {
  const number = typeof port === "string" ? Number(port) : (port as number);
  return host === undefined || host === null ? { port: number } : { port: number, host: host as string };
}
