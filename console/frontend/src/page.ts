// What every page has beside its text: the scheme that the reader chose, and the tour.
import { followScheme } from "./page/scheme.ts";
import { offerTour } from "./page/visit.ts";

followScheme(document.querySelector("#scheme"));
offerTour(document.querySelector<HTMLAnchorElement>("a[data-tour]"));
