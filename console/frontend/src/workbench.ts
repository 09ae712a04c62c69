// The workbench: an editor instead of the plain form, tabs, running and keeping. Without this file
// the page lacks only that.
import { Bench } from "./bench/bench.ts";
import { readValues } from "./bench/site.ts";

const values = readValues();
if (values) new Bench(values).begin();
