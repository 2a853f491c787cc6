// The search: real questions lead to the right page, however they are asked; and every page leads to the search, which
// is of use without any script.
import { ensure, openPerson, same } from "./browser.mjs";
import { QUESTIONS } from "./questions.mjs";

// Of the questions, how many may have another page first.
const MISSES = 3;
const ACCENT = "caf\u00e9";

export const searchJourneys = (browser, site) => [
  ["search: questions in people's own words", () => questions(browser, site)],
  ["search: small words and apostrophes change no answer", () => variants(browser, site)],
  ["search: a word finds every page that treats it, accents or not", () => words(browser, site)],
  ["search: reached from the header, and of use without a script", () => withoutScript(browser, site)],
];

async function withSearch(browser, site, walk) {
  const page = await browser.newPage();
  try {
    await page.goto(new URL("/search/", site).href);
    await page.locator("#q").focus();
    // The addresses found for each of these, in order.
    await walk((all) => page.evaluate(async (all) => {
      const box = document.querySelector("#q");
      const found = [];
      for (const query of all) {
        box.value = query;
        box.dispatchEvent(new Event("input"));
        // The first waits for the index; what is shown after is shown at once.
        await new Promise((done) => setTimeout(done, found.length ? 0 : 1500));
        found.push([...document.querySelectorAll("#results a")].map((link) => new URL(link.href).pathname));
      }
      return found;
    }, all), page);
  } finally {
    await page.close();
  }
}

async function questions(browser, site) {
  await withSearch(browser, site, async (find) => {
    const found = await find(QUESTIONS.map(([question]) => question));
    const missed = QUESTIONS.flatMap(([question, ...right], at) => (right.includes(found[at][0]) ? [] : [`${question}: ${found[at].slice(0, 3)}, not ${right}`]));
    ensure(QUESTIONS.length >= 60 && missed.length <= MISSES, `${missed.length} of ${QUESTIONS.length} missed:\n${missed.join("\n")}`);
  });
}

const WAYS = [
  (question) => `please can you tell me ${question}`,
  (question) => `Hello, I would like to know: ${question}, thanks`,
  (question) => question.toUpperCase() + "?",
  (question) => question.replaceAll("'", "\u2019"),
  (question) => question.replaceAll("'", ""),
];

async function variants(browser, site) {
  await withSearch(browser, site, async (find) => {
    const plain = await find(QUESTIONS.map(([question]) => question));
    for (const way of WAYS) {
      const asked = QUESTIONS.map(([question]) => way(question));
      const found = await find(asked);
      same(asked.filter((_, at) => found[at][0] !== plain[at][0]), [], "these have another first answer than the plain question");
    }
  });
}

async function words(browser, site) {
  await withSearch(browser, site, async (find, page) => {
    const links = await page.locator("#all a").evaluateAll((all) => all.map((link) => link.href));
    const [found] = await find(["tribunal"]);
    // What a form asks is not what its page treats.
    const treats = [];
    for (const href of links) {
      const html = await (await fetch(href)).text();
      const main = html.slice(html.indexOf("<main"), html.indexOf("</main>"));
      if (/tribunal/i.test(main.replace(/<[^>]*>/g, " "))) treats.push(new URL(href).pathname);
    }
    same(treats.filter((path) => !/^.(refer|paper-form)./.test(path) && !found.includes(path)), [], "tribunal does not find");
    const both = await find(["Zo\u00eb Alderbrook", "Zoe\u0308 Alderbr\u0301ook", ACCENT, ACCENT.normalize("NFD")]);
    same([both[0][0], both[1][0]], ["/at/alderbrook/", "/at/alderbrook/"], "accents");
    same(both[2], both[3], "an accent as a sign of its own");
  });
}

async function withoutScript(browser, site) {
  const { page, close } = await openPerson(browser, new URL(site).origin);
  try {
    for (const path of ["/", "/patients/", "/refer/patient/", "/card/", "/easy-read/ask/", "/poster/", "/no-such-page/"]) {
      await page.goto(new URL(path, site).href);
      ensure(await page.locator('header a[href="/search/"]').isVisible(), `the header of ${path} does not lead to the search`);
    }
    await page.goto(new URL("/search/", site).href);
    ensure(await page.locator("#all a").count() > 40, "without a script the search lists no pages");
    ensure(!(await page.locator("#search").isVisible()), "a box that does nothing is shown");
  } finally {
    await close();
  }
}
