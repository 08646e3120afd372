import { testDatagrams } from "@anysock/adapter-suite";
import * as adapter from "@anysock/deno";

testDatagrams("deno", adapter);
