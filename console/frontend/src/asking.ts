// A page with a form and an answer: the answer follows each choice without the page going away.
import { followChoices } from "./asking/follow.ts";

const form = document.querySelector<HTMLFormElement>("form[data-asking]");
if (form) followChoices(form);
