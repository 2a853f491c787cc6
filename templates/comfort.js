// Comfort and nothing more: a button that prints, and a way out that leaves no answers behind. Every page works without.
(() => {
  for (const hint of document.querySelectorAll("[data-print]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "print";
    button.textContent = hint.dataset.print;
    button.addEventListener("click", () => print());
    hint.after(button);
  }
  // The page is replaced, so that the Back button does not come here again; what was typed is emptied first, in case it does.
  const leave = document.querySelector(".leave");
  leave?.addEventListener("click", (event) => {
    event.preventDefault();
    for (const control of document.querySelectorAll("input, select, textarea")) {
      control.value = "";
      control.checked = false;
    }
    location.replace(leave.href);
  });
})();
