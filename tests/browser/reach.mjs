// What a ward meets first: a small header, pages that are light and take large letters, the page of one's own hospital,
// and several referrals in a row by keyboard.
import { gzipSync } from "node:zlib";
import { ensure, openPerson, same } from "./browser.mjs";
import { press } from "./filling.mjs";

const PHONE = { width: 320, height: 740 };
const HEADER_PX = 120;
const FIRST_VIEW_BYTES = 9_000;
// docs/contract.md, Site: the page and its stylesheet.
const REQUESTS = 2;
// What a slow typist needs for one key, and the most that a further referral may take by keyboard alone.
const KEY_S = 0.45;
const CARRY_ON_S = 90;

export const reachJourneys = (browser, site) => [
  ["reach: the header leaves room on a phone", () => headers(browser, site)],
  ["reach: twice as large letters scroll sideways nowhere", () => largeLetters(browser, site)],
  ["reach: each page is read after two light answers", () => weights(browser, site)],
  ["reach: a hospital's page, its form, and the hospital kept", () => hospital(browser, site)],
  ["reach: several referrals in a row by keyboard", () => carryOn(browser, site)],
];

async function paths(site) {
  const xml = await (await fetch(new URL("/sitemap.xml", site))).text();
  return [...xml.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, loc]) => new URL(loc).pathname);
}

async function onEach(browser, site, options, look) {
  const context = await browser.newContext(options);
  const wrong = [];
  try {
    const page = await context.newPage();
    for (const path of await paths(site)) {
      await page.goto(new URL(path, site).href);
      const said = await look(page, path);
      if (said) wrong.push(`${path}: ${said}`);
    }
  } finally {
    await context.close();
  }
  same(wrong, [], "pages");
}

const headers = (browser, site) => onEach(browser, site, { viewport: PHONE, javaScriptEnabled: false }, async (page) => {
  const { height } = await page.locator("header").boundingBox();
  if (height > HEADER_PX) return `the header is ${height} px high`;
  return (await page.locator('header a[href="/search/"]').isVisible()) ? "" : "the header does not lead to the search";
});

const largeLetters = (browser, site) => onEach(browser, site, { viewport: PHONE }, (page) => page.evaluate(() => {
  document.documentElement.style.fontSize = "200%";
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth ? `${scrollWidth} px wide at ${clientWidth}` : "";
}));

async function weights(browser, site) {
  const wrong = [];
  const size = async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer()), { level: 9 }).length;
  const context = await browser.newContext({ viewport: PHONE });
  const page = await context.newPage();
  try {
    for (const path of await paths(site)) {
      const asked = [];
      const hear = (request) => ["document", "stylesheet", "image", "font"].includes(request.resourceType()) && asked.push(request.url());
      page.on("request", hear);
      await page.goto(new URL(path, site).href);
      page.off("request", hear);
      const needed = asked.filter((url) => !url.endsWith("/favicon.ico"));
      const bytes = (await Promise.all(needed.map(size))).reduce((sum, one) => sum + one, 0);
      if (needed.length > REQUESTS || bytes > FIRST_VIEW_BYTES) wrong.push(`${path}: ${bytes} bytes in ${needed.length} requests`);
    }
  } finally {
    await context.close();
  }
  same(wrong, [], "heavy pages");
}

async function hospital(browser, site) {
  const { page, check, close } = await openPerson(browser, new URL(site).origin);
  try {
    await page.goto(site);
    await page.locator('main a[href="/at/"]').first().click();
    await page.locator('main a[href="/at/alderbrook/"]').click();
    await check();
    ensure((await page.locator(".people").innerText()).includes("Amara"), "the page names nobody who comes there");
    await page.locator('main a[href="/at/alderbrook/refer/patient/"]').first().click();
    await check();
    same(await page.locator('select[name="patient.hospital"]').count(), 0, "the hospital is asked again");
    same((await press(page, page.locator("main form button:not([name])").last())).status, 422, "status of an empty form");
    same(await page.locator('[name="patient.hospital"]').inputValue(), "alderbrook", "the hospital after the form came back");
    await page.locator('[name="patient.name"]').fill("Ottoline Marsh");
    await page.locator('[name="legal.route"][value="not-sure"]').check();
    same((await press(page, page.locator("main form button:not([name])").last())).status, 200, "status of a finished form");
    ensure((await page.locator("main").innerText()).includes("Alderbrook Hospital"), "the check page does not name the hospital");
  } finally {
    await close();
  }
}

const REFERRER = [
  ["referrer.name", "Dr Ysolde Tamsin"], ["referrer.workplace", "Alderbrook, Wren Ward"], ["referrer.phone", "020 7946 0123"],
];
const patient = (name, day) => [
  ["patient.name", name], ["patient.date_of_birth.day", day], ["patient.date_of_birth.month", "4"],
  ["patient.date_of_birth.year", "1979"], ["patient.hospital", "Ald"], ["patient.ward", "Wren Ward"],
  ["legal.route", " "], ["consent", " "],
];

// Presses Tab until the box is reached, then types; every key is counted.
function keyboard(page) {
  let keys = 0;
  const tap = async (key) => {
    keys += 1;
    await page.keyboard.press(key);
  };
  const to = async (wanted) => {
    for (let tabs = 0; tabs < 60; tabs += 1) {
      await tap("Tab");
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), wanted)) return;
    }
    throw new Error(`Tab does not lead to ${wanted}`);
  };
  const fill = async (answers) => {
    for (const [name, text] of answers) {
      await to(`[name="${name}"]`);
      for (const letter of text) await tap(letter === " " && text === " " ? "Space" : letter);
    }
  };
  const send = async (button) => {
    await to(button);
    await Promise.all([page.waitForEvent("load"), tap("Enter")]);
  };
  return { fill, send, count: () => keys, again: () => (keys = 0) };
}

async function carryOn(browser, site) {
  const page = await browser.newPage({ viewport: { width: 1024, height: 768 } });
  try {
    const hands = keyboard(page);
    await page.goto(new URL("/refer/responsible-clinician/", site).href);
    await hands.fill(REFERRER);
    for (const [name, day] of [["Bram Okonjo", "3"], ["Sunniva Achterberg", "14"], ["Idris Pell", "22"]]) {
      await hands.fill(patient(name, day));
      await hands.send("main form button:not([name])");
      ensure((await page.locator("main").innerText()).includes(name), `the check page does not show ${name}`);
      await hands.send('button[name="another"]');
      ensure(await page.locator(".reference").isVisible(), `${name}: no reference`);
      same(await page.locator('[name="patient.name"]').inputValue(), "", "the next patient's name");
      same(await page.locator('[name="referrer.name"]').inputValue(), REFERRER[0][1], "the referrer's name");
      const seconds = hands.count() * KEY_S;
      ensure(name === "Bram Okonjo" || seconds < CARRY_ON_S, `${name}: ${hands.count()} keys, ${seconds} s`);
      hands.again();
    }
  } finally {
    await page.close();
  }
}
