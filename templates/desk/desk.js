// Comfort only: the desk works without it. It refreshes the page by itself and follows keys.
(() => {
  "use strict";
  const body = document.body;
  // Every page lies below one folder, which this script's own address tells.
  const home = new URL("../", document.currentScript.src);
  const fresh = document.getElementById("fresh");
  const main = document.getElementById("main");
  const news = document.getElementById("news");

  // What a person has typed and not sent must never be lost.
  const boxes = () => [...document.querySelectorAll("main input, main select, main textarea")].filter((box) => !box.closest(".filters"));
  // A form that changes answers holds those that stand there; every other text box starts empty.
  const first = (box) => Math.max([...box.options].findIndex((option) => option.defaultSelected), 0);
  const typed = {
    SELECT: (box) => box.selectedIndex !== (box.closest(".change, .mend") ? first(box) : 0),
    TEXTAREA: (box) => box.value !== (box.closest(".change") ? box.defaultValue : ""),
    INPUT: (box) => box.value !== box.defaultValue || box.checked !== box.defaultChecked,
  };
  const hasTyped = () => boxes().some((box) => typed[box.tagName](box));

  async function refresh() {
    const answer = await fetch(fresh?.dataset.fresh ?? new URL("fresh", home), { redirect: "error" }).catch(() => null);
    if (answer?.status === 403 || (main.hidden && !answer?.ok)) return locked();
    if (main.hidden) unlocked();
    if (!answer?.ok) return tell("This page could not be refreshed. Is the desk still running?", true);
    if (news.className === "panel") tell("", false);
    return fresh ? exchange(await answer.text()) : undefined;
  }

  // Said aloud where something is read aloud; seen by all where it is a fault.
  function tell(text, fault) {
    if (news.textContent === text) return;
    news.textContent = text;
    news.className = fault ? "panel" : "unseen";
  }

  // Puts the newer part in the place of the old, and focus back where it was.
  function exchange(html) {
    const selected = getSelection();
    if (!selected.isCollapsed && fresh.contains(selected.anchorNode)) return;
    const held = fresh.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const newer = new DOMParser().parseFromString(html, "text/html").body;
    if (newer.textContent === fresh.textContent && newer.childElementCount === fresh.childElementCount) return;
    fresh.replaceChildren(...newer.childNodes);
    if (held) (fresh.querySelector(`a[href="${CSS.escape(held)}"]`) ?? main).focus({ preventScroll: true });
    const title = fresh.querySelector("[data-title]")?.dataset.title;
    if (title && title !== document.title) {
      document.title = title;
      tell(title, false);
    }
  }

  // Names leave the screen; words that were typed wait behind it until the desk is open again.
  let openTitle = document.title;
  function locked() {
    if (!hasTyped()) return location.replace(home);
    if (document.getElementById("locked")) return undefined;
    openTitle = document.title;
    document.title = "The desk is locked";
    for (const part of document.querySelectorAll("header .tools, main")) part.hidden = true;
    const cover = document.createElement("main");
    cover.id = "locked";
    cover.className = "wide";
    const [heading, text] = ["h1", "p"].map((name) => cover.appendChild(document.createElement(name)));
    main.after(cover);
    heading.textContent = document.title;
    text.setAttribute("role", "alert");
    text.textContent = "What you typed is kept here. ";
    const link = text.appendChild(document.createElement("a"));
    Object.assign(link, { href: home, target: "_blank", textContent: "Open the desk in a new tab" });
    text.append(", unlock it there, then come back.");
    return undefined;
  }

  function unlocked() {
    document.title = openTitle;
    document.getElementById("locked")?.remove();
    for (const part of document.querySelectorAll("header .tools, main")) part.hidden = false;
  }

  // Back shows a page as it was, also once the desk is locked: it stays hidden until the desk has answered.
  addEventListener("pagehide", () => { main.hidden = true; });
  addEventListener("pageshow", (event) => { if (event.persisted) refresh(); });

  const every = Number(body.dataset.refresh) * 1000;
  if (every > 0 && news) {
    setInterval(refresh, every);
    addEventListener("focus", refresh);
  }

  // A person at the keys or the mouse keeps the desk open, though nothing is sent for a while.
  let told = Date.now();
  function here(event) {
    if (!event.isTrusted || Date.now() - told < 30_000) return;
    told = Date.now();
    fetch(new URL("here", home), { method: "POST" }).catch(() => null);
  }
  for (const kind of ["keydown", "pointerdown", "wheel"]) addEventListener(kind, here, { passive: true });

  // Keys.
  const list = document.getElementById("keys");
  const opener = document.getElementById("keys-open");
  const toggle = document.getElementById("keys-switch");
  if (opener) opener.parentElement.hidden = false;
  opener?.addEventListener("click", () => list.showModal());
  toggle?.addEventListener("click", async () => {
    const on = body.dataset.keys !== "on";
    const answer = await fetch(new URL("keys", home), { method: "POST", body: new URLSearchParams({ on: on ? "yes" : "no" }) }).catch(() => null);
    if (!answer?.ok) return;
    body.dataset.keys = on ? "on" : "off";
    toggle.textContent = on ? toggle.dataset.off : toggle.dataset.on;
  });

  const writes = (element) => element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);
  const steps = { j: 1, k: -1 };
  function step(by) {
    const links = [...document.querySelectorAll(".cases a.ref")];
    const at = links.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1);
    links[next]?.focus();
  }

  addEventListener("keydown", (event) => {
    if (body.dataset.keys !== "on" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key.length !== 1 || list?.open || main.hidden || writes(event.target)) return;
    if (event.key === "?") {
      list?.showModal();
    } else if (steps[event.key]) {
      step(steps[event.key]);
    } else {
      const element = document.querySelector(`[aria-keyshortcuts~="${CSS.escape(event.key)}"]`);
      if (!element) return;
      const part = element.closest("details");
      if (part) part.open = true;
      // The box itself, so that what is typed next is typed into it.
      (element.tagName === "SUMMARY" ? part.querySelector("input:not([type=hidden]), select, textarea") : element).focus();
      if (element.tagName === "A" && !hasTyped()) element.click();
    }
    event.preventDefault();
  });

  // A refused move, and one that is done: say so first.
  document.querySelector('.problems[role="alert"], .done')?.focus();

  // Opening the ready mail is recorded; the forms then carry the newer version.
  document.querySelector("[data-record]")?.addEventListener("click", async (event) => {
    const { record, version } = event.currentTarget.dataset;
    const answer = await fetch(record, { method: "POST", body: new URLSearchParams({ version }) }).catch(() => null);
    if (!answer?.ok) return tell("That you wrote to the referrer could not be recorded.", true);
    const newer = new DOMParser().parseFromString(await answer.text(), "text/html");
    const seen = newer.querySelector('input[name="version"]')?.value;
    if (!seen) return undefined;
    for (const box of document.querySelectorAll('input[name="version"]')) box.value = seen;
    if (fresh) fresh.dataset.fresh = newer.getElementById("fresh").dataset.fresh;
    return tell("That you wrote to the referrer is recorded.", false);
  });

  const print = document.getElementById("print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
})();
