import * as adapter from "@anysock/deno";
import { testAdapter } from "../../core/test/adapter/suite.ts";

testAdapter("deno", adapter);
