// Loads the page again when the content was edited; only `imha --reload` adds it. A form somebody has typed in is left alone.
(async () => {
  const typed = () => [...document.querySelectorAll("input, textarea")].some((box) =>
    box.type === "checkbox" || box.type === "radio" ? box.checked !== box.defaultChecked : box.value !== box.defaultValue);
  let seen = "";
  for (;;) {
    try {
      const now = await (await fetch(`/_reload?seen=${seen}`)).text();
      if (seen && now !== seen && !typed()) return location.reload();
      seen = now;
    } catch {
      await new Promise((rested) => setTimeout(rested, 1000));
    }
  }
})();
