import { Failure } from "./driver.ts";

/**
 * For a driver: the failure of a look-up, by the constants of getaddrinfo(3). A name that has no address is told apart from one that
 * nobody can say anything about: `EAI_AGAIN` is what glibc makes of silence, SERVFAIL and REFUSED. `undefined` for any other code.
 */
export function nameFailure(code: string | undefined, cause: unknown): Failure | undefined {
  switch (code) {
    case "EAI_AGAIN":
      return new Failure("EAGAIN", cause, "no name server gives an answer: try again, or see `/etc/resolv.conf`");
    case "EAI_FAIL":
      return new Failure("ENOTFOUND", cause, "the name server fails at this name: see `/etc/resolv.conf`");
    case "EAI_NODATA":
    case "EAI_NONAME":
      return new Failure("ENOTFOUND", cause);
    default:
      return undefined;
  }
}
