import { testDatagrams } from "@anysock/adapter-suite";
import * as adapter from "@anysock/bun";

testDatagrams("bun", adapter);
