import type { Address } from "@anysock/core";
import { Around, type Made, withStreams } from "./made.ts";

/** Ends of a Unix path tell another one. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withStreams(
  (right) =>
    new (class extends Around {
      override get local(): Address {
        return elsewhere(this.right.local);
      }
      override get remote(): Address {
        return elsewhere(this.right.remote);
      }
    })(right),
);

function elsewhere(address: Address): Address {
  return address.family === "unix" ? { family: "unix", path: "/nowhere" } : address;
}
