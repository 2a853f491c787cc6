// The forms on the smallest phone, and what they leave in it.
import { ensure, openPerson, same } from "./browser.mjs";
import { fill, kept, press } from "./filling.mjs";

const SCREEN = { width: 320, height: 720 };
const SCREENS = 4;
const REQUIRED = ["patient.name", "patient.hospital", "patient.address", "legal.route"];
const FORMS = ["/refer/patient/", "/refer/nearest-relative/", "/refer/responsible-clinician/", "/refer/amhp/"];
const MOST_HEADINGS = 6;

export const phoneJourneys = (browser, site) => [
  ["phone: the patient's form is at most four screens before its button", () => fourScreens(browser, site)],
  ["phone: forms have few headings, and closed parts after what is required", () => formRules(browser, site)],
  ["phone: the Easy Read form comes back as itself, and changes as itself", () => easyRead(browser, site)],
  ["phone: nothing is stored, and cookies of another port change nothing", () => nothingStored(browser, site)],
];

async function withPage(browser, options, walk) {
  const context = await browser.newContext({ viewport: SCREEN, ...options });
  try {
    return await walk(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

async function fourScreens(browser, site) {
  await withPage(browser, {}, async (page) => {
    await page.goto(new URL("/refer/patient/", site).href);
    const { y, height } = await page.locator("main form > button").boundingBox();
    ensure(y + height <= SCREENS * SCREEN.height, `the button ends at ${Math.round(y + height)} px`);
    const asked = await page.locator("main form section :is(input, select, textarea)").evaluateAll((all) => [...new Set(all.map((box) => box.name))]);
    same(asked.filter((name) => name !== "patient.ward"), REQUIRED, "asked before the closed parts: three answers");
  });
}

async function formRules(browser, site) {
  await withPage(browser, {}, async (page) => {
    for (const path of FORMS) {
      await page.goto(new URL(path, site).href);
      const headings = await page.locator("h1, h2, h3").count();
      ensure(headings <= MOST_HEADINGS, `${path} has ${headings} headings`);
      const open = await page.locator("main form details[open]").count();
      same(open, 0, `open parts of ${path}`);
      const order = await page.locator("main form > section, main form > details").evaluateAll((all) => all.map((part) => part.tagName));
      same(order, [...order].sort().reverse(), `${path}: what is required comes first`);
      // Read aloud: the box that nobody fills in is hidden, and a hint is said once, not at every arrow key.
      same(await page.locator('.trap:not([aria-hidden="true"])').count(), 0, `traps that are read aloud on ${path}`);
      same(await page.locator("label .hint, legend .hint").count(), 0, `hints within a label on ${path}`);
      const lost = await page.locator("main form .hint").evaluateAll((all) => all.filter((hint) => !document.querySelector(`[aria-describedby~="${hint.id}"]`)).map((hint) => hint.textContent));
      same(lost, [], `hints that describe nothing on ${path}`);
      if (!path.includes("amhp")) ensure(!/AMHP|approved you/.test(await page.locator("main").innerText()), `${path} speaks to an AMHP`);
    }
  });
}

// Refused with one answer missing, then sent to the check page, then opened again to change an answer.
async function easyRead(browser, site) {
  const walk = await openPerson(browser, new URL(site).origin);
  const { page, check } = walk;
  const look = async () => {
    ensure(await page.locator(".easy form .picture").count() === 3, `${page.url()} is not the form of Easy Read`);
    await check();
  };
  const send = () => press(page, page.locator("main form button:not([name])").last());
  try {
    await page.goto(new URL("/easy-read/ask/", site).href);
    const first = { "patient.name": "Ottoline Marsh", "patient.hospital": "alderbrook" };
    await fill(page, first);
    same((await send()).status, 422, "status of an unfinished form");
    await kept(page, first);
    await look();
    await fill(page, { "legal.route": "section-2" });
    same((await send()).status, 200, "status of the check page");
    await press(page, page.locator('button[name="change"][value="legal.route"]'));
    await kept(page, { ...first, "legal.route": "section-2" });
    await look();
  } finally {
    await walk.close();
  }
}

async function nothingStored(browser, site) {
  await withPage(browser, {}, async (page, context) => {
    const { hostname } = new URL(site);
    await context.addCookies([{ name: "session", value: "of-another-port", domain: hostname, path: "/" }]);
    await page.goto(new URL("/refer/patient/", site).href);
    await fill(page, { "patient.name": "Ottoline Marsh", "patient.hospital": "alderbrook", "legal.route": "section-3" });
    await press(page, page.locator("main form > button"));
    ensure(!(await page.content()).includes("of-another-port"), "a cookie of another port is on the page");
    await press(page, page.locator('form[action$="/referral/send"] button:not([name])').last());
    ensure(page.url().includes("/referral/sent/"), "nothing was sent");
    const stored = await page.evaluate(async () => ({
      local: localStorage.length, session: sessionStorage.length, databases: (await indexedDB.databases()).length,
      workers: (await navigator.serviceWorker?.getRegistrations())?.length ?? 0,
    }));
    same(stored, { local: 0, session: 0, databases: 0, workers: 0 }, "kept in the browser");
    same((await context.cookies()).map((cookie) => cookie.name), ["session"], "cookies");
  });
}
