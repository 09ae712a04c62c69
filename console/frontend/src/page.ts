// What every page has beside its text: the scheme that the reader chose.
import { followScheme } from "./page/scheme.ts";

followScheme(document.querySelector("#scheme"));
