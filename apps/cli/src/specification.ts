import type { Specification } from "@anysock/conformance";
import { cases, requirements } from "@anysock/protocol-spec";

/** Everything that a subject is held to. */
export const specification: Specification = { cases, requirements };
