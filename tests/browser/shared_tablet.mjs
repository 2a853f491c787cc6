// One tablet, two people: what the Back button shows after a request was sent. Playwright switches off the memory that
// browsers keep for that button (the back/forward cache), so here it is switched on again, with JavaScript as on a tablet.
import { chromium } from "playwright-core";
import { FLAGS, browserPath, ensure, same } from "./browser.mjs";
import { fill, press } from "./filling.mjs";

const ANSWERS = {
  "patient.name": "Ottoline Marsh", "patient.hospital": "alderbrook", "legal.route": "section-3",
  help_wanted: "Nobody told me why I am here.",
};

export const sharedJourneys = (site) => [
  ["shared tablet: Back does not bring the answers to the next person", () => backAfterSending(site)],
  ["shared tablet: Leave this page empties the form and takes its place", () => leaving(site)],
];

async function withTablet(site, walk) {
  const browser = await chromium.launch({
    executablePath: browserPath(), headless: true, args: FLAGS, ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 768, height: 1024 } });
    await page.goto(new URL("/refer/patient/", site).href);
    await fill(page, ANSWERS);
    await walk(page);
  } finally {
    await browser.close();
  }
}

const typed = (page) => page.evaluate(() => [...document.querySelectorAll("main input, main textarea, main select")]
  .filter((box) => box.type !== "hidden" && box.value && (!/radio|checkbox/.test(box.type) || box.checked))
  .map((box) => box.name));

const back = async (page) => {
  // A page that must not be shown again is an error of the browser's own, which is what we want.
  await page.goBack({ timeout: 5000 }).catch(() => {});
  return page.evaluate(() => document.body.innerText).catch(() => "");
};

async function backAfterSending(site) {
  await withTablet(site, async (page) => {
    await press(page, page.locator("main form button:not([name])").last());
    await press(page, page.locator('form[action$="/referral/send"] button:not([formaction])').last());
    ensure(page.url().includes("/referral/sent/"), "nothing was sent");
    ensure((await page.locator("main").innerText()).includes("Close this page now"), "nobody is told to close the page");
    for (let step = 1; step <= 3 && page.url() !== "about:blank"; step += 1) {
      const text = await back(page);
      ensure(!text.includes(ANSWERS["patient.name"]), `${step} steps back, the page shows the name`);
      same(await typed(page).catch(() => []), [], `${step} steps back, filled in`);
    }
  });
}

async function leaving(site) {
  await withTablet(site, async (page) => {
    const away = await page.locator(".leave").getAttribute("href");
    await page.route(away, (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<h1>Weather</h1>" }));
    await page.locator(".leave").click();
    await page.waitForURL(away);
    const text = await back(page);
    ensure(!text.includes("What is your full name?"), "the form is still one step back");
    same(await typed(page).catch(() => []), [], "still filled in after Leave this page");
  });
}
