import { testDatagrams } from "@anysock/adapter-suite";
import * as adapter from "@anysock/node";

testDatagrams("node", adapter);
