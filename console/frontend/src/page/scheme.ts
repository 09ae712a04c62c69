// Light or dark: as the system has it, or as the reader chose on this device.

const KEY = "scheme";
const SCHEMES = ["system", "light", "dark"] as const;
export type Scheme = (typeof SCHEMES)[number];

/** Gives the scheme that a kept text names; anything else is the system's. */
export function schemeOf(kept: string | null): Scheme {
  return SCHEMES.find((scheme) => scheme === kept) ?? "system";
}

/** Shows the page in the scheme that was kept, and keeps what the reader chooses. */
export function followScheme(chooser: HTMLSelectElement | null): void {
  const kept = schemeOf(localStorage.getItem(KEY));
  apply(kept);
  if (!chooser) return;
  chooser.value = kept;
  chooser.closest<HTMLElement>("[hidden]")?.removeAttribute("hidden");
  chooser.addEventListener("change", () => {
    const chosen = schemeOf(chooser.value);
    localStorage.setItem(KEY, chosen);
    apply(chosen);
  });
}

function apply(scheme: Scheme): void {
  if (scheme === "system") delete document.documentElement.dataset.scheme;
  else document.documentElement.dataset.scheme = scheme;
}
