import * as adapter from "@anysock/node";
import { testAdapter } from "../../core/test/adapter/suite.ts";

testAdapter("node", adapter);
