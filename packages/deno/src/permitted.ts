import { Failure } from "@anysock/core";

/**
 * What Deno asks for where it opens a socket itself: system calls get past it, and an option that takes them may not open what is not
 * permitted without it. Looked at, and never asked for. @throws Failure `EPERM`
 */
export function mustBePermitted({ host, port }: { readonly host: string; readonly port: number }): void {
  const place = host.includes(":") ? `[${host}]` : host;
  if (isGranted() || isGranted(`${place}:${port}`)) return;
  throw new Failure("EPERM", undefined, `it takes permission for ${place}:${port}: run it with --allow-net=${place}`);
}

function isGranted(host?: string): boolean {
  try {
    return Deno.permissions.querySync(host === undefined ? { name: "net" } : { name: "net", host }).state === "granted";
  } catch {
    // It has no words for an address with a zone, and grants none.
    return false;
  }
}

/** The same of a path that is bound. @throws Failure `EPERM` */
export function mustBePermittedPath(path: string): void {
  if (path.startsWith("\0")) return;
  for (const name of ["read", "write"] as const) {
    if (Deno.permissions.querySync({ name, path }).state === "granted") continue;
    throw new Failure("EPERM", undefined, `it takes permission to ${name} the path: run it with --allow-${name}`);
  }
}
