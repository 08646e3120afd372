import { testAdapter } from "@anysock/adapter-suite/vitest";
import * as adapter from "@anysock/bun";

testAdapter("bun", adapter, new URL("../src/index.ts", import.meta.url).href);
