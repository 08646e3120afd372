import type { Capability } from "@anysock/core";
import * as right from "@anysock/node";

export const { bind, connect, driver, listen, runtime } = right;

/** Declares less than it can. */
export const supports: ReadonlySet<Capability> = new Set([...right.supports].filter((one) => one !== "ipv6"));
