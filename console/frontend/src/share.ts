// A page of texts to take away: each gets a button that copies it, also where it comes later.
import { offerCopies } from "./taking/copies.ts";

offerCopies(document);
new MutationObserver(() => offerCopies(document)).observe(document.body, { childList: true, subtree: true });
