import { testDatagrams } from "@anysock/adapter-suite/vitest";
import * as adapter from "@anysock/deno";

testDatagrams("deno", adapter);
