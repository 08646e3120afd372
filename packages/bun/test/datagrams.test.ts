import { testDatagrams } from "@anysock/adapter-suite/vitest";
import * as adapter from "@anysock/bun";

testDatagrams("bun", adapter);
