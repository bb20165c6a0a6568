// Keeps a page as the record stands. When francis says that something changed, the page is asked for once
// more: what is wrong is put in its place, and a paper that became another one is loaded anew.
"use strict";
{
  const HIDDEN = "watch: hidden", PLACE = `watch: ${location.pathname}`;
  const part = (page) => page.getElementById("watch");

  // What somebody has hidden stays so until something else is wrong.
  const prepare = () => {
    const now = part(document), { problems } = now.dataset;
    if (sessionStorage.getItem(HIDDEN) === problems) now.hidden = true;
    else sessionStorage.removeItem(HIDDEN);
    const button = now.querySelector("button");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      sessionStorage.setItem(HIDDEN, problems);
      now.hidden = true;
      const paper = document.querySelector("main");
      paper.tabIndex = -1;
      paper.focus({ preventScroll: true });
    });
  };

  // A list that somebody opened stays open, whatever becomes of the page around it.
  const lists = () => [...document.querySelectorAll("#watch details")];
  const opened = () => lists().map((list) => list.open);
  const open = (before) => lists().forEach((list, i) => { list.open = before[i] ?? false; });

  // The place is that of the first thing on the screen that has a name, so that it stays there
  // whatever is put in or taken out above it.
  const keep = () => {
    const named = [...document.querySelectorAll("main [id]")].filter((e) => e.getClientRects().length);
    const first = named.find((e) => e.getBoundingClientRect().top >= 0) ?? named.at(-1);
    sessionStorage.setItem(PLACE, JSON.stringify({
      y: scrollY,
      id: first?.id,
      top: first?.getBoundingClientRect().top,
      opened: opened(),
      words: [...document.querySelectorAll("form.filter input")].map((field) => field.value),
    }));
  };
  const takeUp = () => {
    const kept = JSON.parse(sessionStorage.getItem(PLACE));
    sessionStorage.removeItem(PLACE);
    if (!kept) return;
    document.querySelectorAll("form.filter input").forEach((field, i) => {
      field.value = kept.words[i] ?? "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    open(kept.opened);
    const first = kept.id && document.getElementById(kept.id);
    if (kept.y > 0 && first) scrollBy(0, first.getBoundingClientRect().top - kept.top);
    else scrollTo(0, kept.y);
  };

  let looking = false, again = false;
  const look = async () => {
    if (looking) { again = true; return; }
    looking = true;
    try {
      do {
        again = false;
        const answer = await fetch(location.pathname);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const there = part(page), here = part(document);
        if (there.dataset.paper !== here.dataset.paper) {
          keep();
          location.replace(location.pathname);  // without the name of a place, which would win
          return;
        }
        if (there.dataset.problems !== here.dataset.problems) {
          const before = opened();
          here.replaceWith(document.adoptNode(there));
          open(before);
          document.title = page.title;
          prepare();
        }
      } while (again);
    } catch { /* francis has ended; the line below says so */ } finally { looking = false; }
  };

  const lost = document.createElement("p");
  lost.className = "watch-lost";
  lost.setAttribute("role", "status");
  part(document).after(lost);
  const tell = (words) => { if (lost.textContent !== words) lost.textContent = words; };

  // A page that nobody sees lets go, since a browser has only six connections for all of them.
  let events = null;
  const follow = () => {
    events?.close();
    events = null;
    if (document.visibilityState === "hidden") return;
    events = new EventSource("/events");
    events.onopen = () => tell("");
    events.onmessage = look;
    events.onerror = () => tell("francis watch has ended: this page stays as it is.");
  };
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => { events?.close(); });
  addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
  prepare();
  takeUp();
  follow();
}
