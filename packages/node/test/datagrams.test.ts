import { testDatagrams } from "@anysock/adapter-suite/vitest";
import * as adapter from "@anysock/node";

testDatagrams("node", adapter);
