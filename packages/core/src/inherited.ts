import type { Driver } from "./driver.ts";
import { SocketError } from "./error.ts";
import { shown } from "./shown.ts";

/** A socket that whoever started this process has bound and handed over, as systemd does for socket units. */
export interface InheritedSocket {
  /** Its descriptor. */
  readonly fd: number;
  /** What its `FileDescriptorName=` calls it; `null` where nothing does. */
  readonly name?: string | null;
}

/** The first descriptor that is handed over (sd_listen_fds(3), `SD_LISTEN_FDS_START`). */
const FIRST = 3;

/** More would be a slip, for which there shall not be a list that fills the memory. */
const MAX_HANDED_OVER = 65_536;

/** The descriptors by the variables of sd_listen_fds(3): none where `LISTEN_PID` is another process. @throws SocketError `EINVAL` */
export function inheritedSockets(environment: NonNullable<Driver["environment"]>): readonly InheritedSocket[] {
  const count = environment.variable("LISTEN_FDS");
  if (count === undefined || environment.variable("LISTEN_PID") !== String(environment.pid())) return [];
  if (!/^\d{1,9}$/.test(count)) {
    const detail = `the variable LISTEN_FDS is ${shown(count)}, and not how many descriptors there are (sd_listen_fds(3))`;
    throw new SocketError("EINVAL", "inherited", { detail });
  }
  if (Number(count) > MAX_HANDED_OVER) {
    const detail = `the variable LISTEN_FDS is ${count}, and nobody hands over more than ${MAX_HANDED_OVER} descriptors`;
    throw new SocketError("EINVAL", "inherited", { detail });
  }
  const names = environment.variable("LISTEN_FDNAMES")?.split(":") ?? [];
  return Array.from({ length: Number(count) }, (_, index) => ({ fd: FIRST + index, name: names[index] ?? null }));
}

/** The largest descriptor that an `int` holds. */
const MAX_FD = 0x7fff_ffff;

export function isInherited(at: unknown): at is InheritedSocket {
  return typeof at === "object" && at !== null && "fd" in at;
}

/** What is wrong with it in itself. */
export function inheritedFault(at: InheritedSocket): SocketError | null {
  const unknown = Object.keys(at).find((key) => key !== "fd" && key !== "name");
  const fault =
    unknown !== undefined
      ? `an inherited socket has no ${unknown}: expected { fd } (options are the second argument)`
      : Number.isInteger(at.fd) && at.fd >= 0 && at.fd <= MAX_FD
        ? nameFault(at.name)
        : `fd ${shown(at.fd)} is not a descriptor, an integer from 0 to ${MAX_FD}`;
  return fault === undefined ? null : new SocketError("EINVAL", "listen", { detail: fault });
}

function nameFault(name: unknown): string | undefined {
  if (name === undefined || name === null || typeof name === "string") return undefined;
  return `name ${shown(name)} is neither a string nor null`;
}
