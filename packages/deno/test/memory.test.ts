import { testMemory } from "@anysock/adapter-suite/vitest";

testMemory("deno", new URL("../src/index.ts", import.meta.url).href);
