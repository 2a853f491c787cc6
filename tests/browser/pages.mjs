// Every page a person can reach without sending anything.
import { ensure, openPerson, same } from "./browser.mjs";

const FIXED = [
  "/", "/questions/", "/refer/", "/refer/patient/", "/refer/nearest-relative/", "/refer/responsible-clinician/",
  "/refer/amhp/", "/refer/someone-else/", "/contact/", "/privacy/",
];
const URGENT = ["tel:999", "tel:111", "tel:116123", "sms:85258"];
const QUESTIONS = 14;

export async function pageJourneys(browser, site) {
  const pages = FIXED.map((path) => [`page: ${path}`, () => pageIsSound(browser, site, path, 200)]);
  pages.push(["page: not found", () => pageIsSound(browser, site, "/no-such-page/", 404)]);
  pages.push(["page: every question and every link", () => linkedPages(browser, site)]);
  return pages;
}

async function pageIsSound(browser, site, path, status) {
  const { page, check, close } = await openPerson(browser, new URL(site).origin);
  try {
    same((await page.goto(new URL(path, site).href)).status(), status, `status of ${path}`);
    await look(page, path);
    await check();
  } finally {
    await close();
  }
}

// The phone number and the urgent numbers are one press away wherever a person is.
async function look(page, path) {
  same(await page.locator("h1").count(), 1, `headings of the first level on ${path}`);
  const calls = await page.locator('a[href^="tel:"], a[href^="sms:"]').evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  for (const number of URGENT) ensure(calls.includes(number), `${path} has no link ${number}`);
  ensure(calls.some((call) => call.startsWith("tel:") && !URGENT.includes(call)), `${path} does not give our own number`);
}

// Follows every link on the site: a page that is missing, or unsound, is found here.
async function linkedPages(browser, site) {
  const { origin } = new URL(site);
  const { page, check, close } = await openPerson(browser, origin);
  const waiting = ["/"];
  const seen = new Set(waiting);
  const wrong = [];
  try {
    for (const path of waiting) {
      const answer = await page.goto(origin + path);
      if (answer.status() !== 200) {
        wrong.push(`${path}: ${answer.status()}`);
        continue;
      }
      if (!/^text\/html/.test(answer.headers()["content-type"])) continue;
      if (!FIXED.includes(path)) await look(page, path).then(check).catch((error) => wrong.push(error.message));
      const links = await page.locator("a[href]").evaluateAll((all) => all.map((a) => a.href));
      for (const link of links.map((href) => new URL(href)).filter((url) => url.origin === origin)) {
        if (!seen.has(link.pathname)) seen.add(link.pathname), waiting.push(link.pathname);
      }
    }
  } finally {
    await close();
  }
  same(wrong, [], "pages");
  const questions = waiting.filter((path) => /^\/questions\/[^/]+\/$/.test(path));
  ensure(questions.length >= QUESTIONS, `only ${questions.length} questions can be found by links`);
}
