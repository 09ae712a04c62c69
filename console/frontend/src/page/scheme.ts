// Light or dark: as the system has it, or as the reader chose on this device.

const KEY = "scheme";
const SCHEMES = ["system", "light", "dark"] as const;
export type Scheme = (typeof SCHEMES)[number];

/** Gives the scheme that a kept text names; anything else is the system's. */
export function schemeOf(kept: string | undefined): Scheme {
  return SCHEMES.find((scheme) => scheme === kept) ?? "system";
}

/** Shows the page in the scheme that it began with, and keeps what the reader chooses. */
export function followScheme(chooser: HTMLSelectElement | null): void {
  const kept = schemeOf(document.documentElement.dataset.scheme);
  apply(kept);
  if (!chooser) return;
  chooser.value = kept;
  chooser.closest<HTMLElement>("[hidden]")?.removeAttribute("hidden");
  chooser.addEventListener("change", () => {
    const chosen = schemeOf(chooser.value);
    apply(chosen);
    try {
      localStorage.setItem(KEY, chosen);
    } catch {
      // a browser that keeps nothing shows it as long as the page
    }
  });
}

function apply(scheme: Scheme): void {
  if (scheme === "system") delete document.documentElement.dataset.scheme;
  else document.documentElement.dataset.scheme = scheme;
}
