// A page of texts to take away: each gets a button that copies it.
import { offerCopies } from "./taking/copies.ts";

offerCopies(document, document.querySelector<HTMLElement>("[data-copied]")?.dataset.copied ?? "✓");
