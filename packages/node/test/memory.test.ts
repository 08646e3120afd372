import { testMemory } from "@anysock/adapter-suite/vitest";

testMemory("node", new URL("../src/index.ts", import.meta.url).href);
