// Comfort and nothing more: buttons that print and copy, forms kept out of the browser's memory, and a way out that
// leaves no answers behind. Every page works without.
(() => {
  for (const hint of document.querySelectorAll("[data-print]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "print";
    button.textContent = hint.dataset.print;
    button.addEventListener("click", () => print());
    hint.after(button);
  }
  for (const text of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "print";
    button.textContent = text.dataset.copy;
    button.addEventListener("click", () => navigator.clipboard.writeText(text.textContent).then(() => {
      button.textContent = text.dataset.copied;
    }));
    text.parentNode.after(button);
  }
  // On a shared tablet the browser must not offer one person's words to the next. Firefox and WebKit lose all answers on
  // Back where the markup says so, so it is said while the page is shown and taken away as it goes.
  const off = document.querySelectorAll("form[data-off]");
  addEventListener("pageshow", () => off.forEach((form) => form.setAttribute("autocomplete", "off")));
  addEventListener("pagehide", () => off.forEach((form) => form.removeAttribute("autocomplete")));
  // After a confirmation, pages that Back leads to are emptied until somebody types again. Only this tab knows, by its
  // name: nothing is stored.
  const forms = document.querySelectorAll("form[data-off], form[data-after]");
  if (document.querySelector("[data-sent]")) window.name = "sent";
  addEventListener("input", () => { window.name = ""; });
  addEventListener("pageshow", () => {
    if (window.name !== "sent") return;
    for (const form of forms) {
      if (form.dataset.after) {
        document.querySelector("main").replaceChildren();
        location.replace(form.dataset.after);
      } else empty();
    }
  });
  // Once the answers are sent, Back from the confirmation leads to the blank form: the browser neither shows the check
  // page nor asks to send it again.
  for (const form of document.querySelectorAll("form[data-after]")) {
    form.addEventListener("submit", (event) => {
      if (event.submitter?.name) return;
      history.replaceState(null, "", form.dataset.after);
      addEventListener("pagehide", () => document.querySelector("main").replaceChildren());
      addEventListener("pageshow", () => location.replace(form.dataset.after));
    });
  }
  function empty() {
    for (const control of document.querySelectorAll("main :is(input:not([type=hidden]), select, textarea)")) {
      if (control.type === "radio" || control.type === "checkbox") control.checked = false;
      else control.value = "";
    }
  }
  // The page is replaced, so that the Back button does not come here again; what was typed is emptied first, in case it does.
  const leave = document.querySelector(".leave");
  leave?.addEventListener("click", (event) => {
    event.preventDefault();
    empty();
    location.replace(leave.href);
  });
})();
