// The tour: offered on the first visit, and whenever its link is followed; loaded only then.

const KEY = "tour";
// a page that loads has better things to do: the tour waits until its reader stirs
const STIRS = ["pointermove", "pointerdown", "keydown", "scroll"] as const;

/** Begins the tour of this page where it has not been seen, and when the link is followed. */
export function offerTour(link: HTMLAnchorElement | null): void {
  const page = link?.dataset["tour"];
  if (!link || !page) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    void begin(link, page, true);
  });
  if (isNew(page)) onceStirred(() => void begin(link, page, false));
}

function onceStirred(go: () => void): void {
  const wait = new AbortController();
  for (const one of STIRS) {
    addEventListener(
      one,
      () => {
        wait.abort();
        go();
      },
      { signal: wait.signal, passive: true },
    );
  }
}

async function begin(link: HTMLAnchorElement, page: string, asked: boolean): Promise<void> {
  const { takeTour } = await import("../tour/tour.ts");
  await takeTour({ address: link.href, page, asked, seen: (pages) => keep(pages) });
}

function isNew(page: string): boolean {
  try {
    return !(localStorage.getItem(KEY) ?? "").split(" ").includes(page);
  } catch {
    return false; // where nothing can be kept, it would come again and again
  }
}

function keep(pages: readonly string[]): void {
  try {
    const kept = (localStorage.getItem(KEY) ?? "").split(" ").filter(Boolean);
    localStorage.setItem(KEY, [...new Set([...kept, ...pages])].join(" "));
  } catch {
    // then it is offered again
  }
}
