import { testAdapter } from "@anysock/adapter-suite/vitest";
import * as adapter from "@anysock/node";

// The command plays them against Python's.
testAdapter(adapter, { specifier: new URL("../src/index.ts", import.meta.url).href, peer: "node" });
