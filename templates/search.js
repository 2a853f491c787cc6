// Finds pages by title, heading, description and the words of their text, typing mistakes allowed. Without it the page lists them all.
// What is typed stays on this page: it is put in no address and sent nowhere.
(() => {
  const [form, found, list, all] = ["search", "found", "results", "all"].map((id) => document.getElementById(id));
  const box = form.elements.q;
  const words = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  // Small words that say nothing about what is looked for, in English; a language of its own gives its own.
  const small = new Set((form.dataset.small ?? "a about am an and any are at be been by can could did do does for from get had has have how i if in is it its me my need of on or our please she should so that the their them there they this to us want was we what when where which who why will with would you your he her his don doesn isn aren won").split(" "));
  // What is asked without them, and without what an apostrophe cuts off; if nothing is left, all of it.
  const telling = (query) => {
    const all = words(query.replace(/[\u2018\u2019']\p{L}{1,2}(?!\p{L})/gu, ""));
    const some = all.filter((word) => !small.has(word) && (word.length > 1 || /\p{N}/u.test(word)));
    return some.length ? some : all;
  };
  let pages, later;

  // How many letters must be added, left out, changed or swapped with the next to make one word of the other.
  const differs = (a, b) => {
    let before, last = [], row = [...Array(b.length + 1).keys()];
    for (let i = 1; i <= a.length; i++) {
      [before, last, row] = [last, row, [i]];
      for (let j = 1; j <= b.length; j++) {
        const same = a[i - 1] === b[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + !same);
        if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    return row[b.length];
  };

  // 4 the same word, 3 its start, 2 its stem (doctor for doctors), 2 or 1 nearly.
  const likeness = (asked, word) => {
    if (word.startsWith(asked)) return word === asked ? 4 : 3;
    if (word.length > 3 && asked.startsWith(word)) return 2;
    const most = asked.length > 7 ? 2 : asked.length > 3 ? 1 : 0;
    if (!most || word.length < asked.length - most) return 0;
    const off = Math.min(differs(asked, word.slice(0, asked.length)), differs(asked, word.slice(0, asked.length + 1)));
    return Math.max(0, most - off + 1);
  };

  const load = () => {
    pages ??= fetch(form.dataset.index)
      .then((answer) => answer.json())
      .then((all) => all.map(([url, title, headings, rest, text]) => ({
        url, title, text, fields: [[title, 6], [headings.join(" "), 3], [text, 2], [rest, 1]].map(([t, weight]) => [words(t), weight]),
      })))
      .catch(() => (pages = undefined));
    return pages;
  };

  // A word that few pages have says more than one that all have.
  const best = (pages, query) => {
    const scores = pages.map(() => 0);
    for (const asked of new Set(telling(query))) {
      const hits = pages.map(({ fields }) =>
        Math.max(...fields.map(([known, weight]) => weight * Math.max(0, ...known.map((word) => likeness(asked, word))))));
      const rare = Math.log(1 + pages.length / (1 + hits.filter(Boolean).length));
      hits.forEach((hit, at) => (scores[at] += hit * rare));
    }
    const enough = Math.max(...scores) * 0.4;
    return pages.map((page, at) => [scores[at], page]).filter(([score]) => score && score >= enough)
      .sort((a, b) => b[0] - a[0]).map(([, page]) => page);
  };

  const show = async () => {
    const known = await load();
    const query = box.value.trim();
    const hits = known && query ? best(known, query) : [];
    list.replaceChildren(...hits.map(({ url, title, text }) => {
      const item = document.createElement("li");
      const link = item.appendChild(document.createElement("a"));
      [link.href, link.textContent] = [url, title];
      item.append(document.createElement("br"), text);
      return item;
    }));
    list.hidden = !hits.length;
    all.hidden = hits.length > 0;
    // Said once the typing rests, so that a screen reader is not interrupted at every letter.
    clearTimeout(later);
    const { one, many, none } = form.dataset;
    const say = !known || !query ? "" : hits.length > 1 ? many.replace("{n}", hits.length) : hits.length ? one : none;
    later = setTimeout(() => (found.textContent = say), 400);
  };

  form.hidden = false;
  box.addEventListener("focus", load);
  box.addEventListener("input", show);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await show();
    list.querySelector("a")?.focus();
  });
  box.value = new URLSearchParams(location.search).get("q") ?? box.value;
  if (box.value) show();
})();
