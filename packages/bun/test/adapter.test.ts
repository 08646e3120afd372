import * as adapter from "@anysock/bun";
import { testAdapter } from "../../core/test/adapter/suite.ts";

testAdapter("bun", adapter);
