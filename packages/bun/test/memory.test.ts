import { testMemory } from "@anysock/adapter-suite/vitest";

testMemory("bun", new URL("../src/index.ts", import.meta.url).href);
