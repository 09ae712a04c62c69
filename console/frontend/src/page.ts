// What every page has beside its text: the scheme that the reader chose, suggestions, and the tour.
import { followScheme } from "./page/scheme.ts";
import { offerSuggestions } from "./page/seek.ts";
import { offerTour } from "./page/visit.ts";

followScheme(document.querySelector("#scheme"));
offerSuggestions(document.querySelectorAll<HTMLInputElement>("input[data-suggest]"));
offerTour(document.querySelector<HTMLAnchorElement>("a[data-tour]"));
