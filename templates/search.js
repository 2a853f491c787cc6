// Finds pages by title, heading, description and the words of their text, typing mistakes allowed. Without it the page lists them all.
// What is typed stays on this page: it is put in no address and sent nowhere.
(() => {
  const [form, found, list, all] = ["search", "found", "results", "all"].map((id) => document.getElementById(id));
  const box = form.elements.q;
  const words = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  // What is asked without small words and without what an apostrophe cuts off; if nothing is left, all of it.
  const telling = (query) => {
    const all = words(query.replace(/[\u2018\u2019\u02bc\uff07'`´]\p{L}{1,2}(?!\p{L})/gu, ""));
    const some = all.filter((word) => !small.has(word) && (word.length > 1 || /\p{N}/u.test(word)));
    return some.length ? some : all;
  };
  let pages, later, small = new Set();

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
    if (word.startsWith(asked)) return word === asked ? 4 : asked.length > 2 ? 3 : 0;
    if (asked.startsWith(word) && (word.length > 3 || (word.length > 2 && asked.length === word.length + 1))) return 2;
    const most = asked.length > 7 ? 2 : asked.length > 3 ? 1 : 0;
    if (!most || word.length < asked.length - most) return 0;
    const off = Math.min(differs(asked, word.slice(0, asked.length)), differs(asked, word.slice(0, asked.length + 1)));
    return Math.max(0, most - off + 1);
  };
  const near = (asked, known) => Math.max(0, ...known.map((word) => likeness(asked, word)));

  const load = () => {
    pages ??= fetch(form.dataset.index)
      .then((answer) => answer.json())
      .then((index) => {
        small = new Set(words(index.small));
        return index.pages.map(([url, title, headings, also, rest, text]) => ({
          url, title, text, also: also.map(telling),
          fields: [[title, 6], [also.join(" "), 5], [headings.join(" "), 3], [text, 2], [rest, 1]].map(([t, weight]) => [words(t), weight]),
        }));
      })
      .catch(() => (pages = undefined));
    return pages;
  };

  // A word that few pages have says more than one that all have. The words that somebody wrote down for a page because
  // people ask with them count once more where all of them were asked.
  const best = (pages, query) => {
    const asked = [...new Set(telling(query))];
    const hits = asked.map((word) => pages.map(({ fields }) => fields.map(([known, weight]) => [near(word, known), weight])));
    const found = hits.map((of) => of.map((fields) => Math.max(...fields.map(([near, weight]) => near * weight))));
    const rare = found.map((of) => Math.log(1 + pages.length / (1 + of.filter((hit) => hit > 3).length)));
    const scores = pages.map(({ also }, at) => {
      const score = asked.reduce((sum, _, n) => sum + found[n][at] * rare[n], 0);
      const whole = also.map((phrase) => (phrase.every((known) => asked.some((word) => [2, 4].includes(likeness(word, known)))) ? phrase.length : 0));
      const most = Math.max(0, ...whole);
      return score + 12 * most * (most === asked.length ? 1.5 : 1);
    });
    const enough = Math.max(...scores) * 0.4;
    // A page that has every word which any page has is shown, however little it says of them.
    const has = (at) => found.every((of) => of[at] > 3 || !of.some((hit) => hit > 3)) && found.some((of) => of[at] > 3);
    return pages.map((page, at) => [scores[at], page, at]).filter(([score, , at]) => score && (score >= enough || has(at)))
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
