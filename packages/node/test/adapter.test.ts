import { testAdapter } from "@anysock/adapter-suite";
import * as adapter from "@anysock/node";

testAdapter("node", adapter);
