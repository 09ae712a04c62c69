// A page with a form and an answer: the answer follows each choice without the page going away.
import { hintAcross } from "./asking/across.ts";
import { followChoices } from "./asking/follow.ts";

const form = document.querySelector<HTMLFormElement>("form[data-asking]");
if (form) followChoices(form);
hintAcross(document);
