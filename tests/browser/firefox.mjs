// One referral in Firefox ESR, by WebDriver BiDi: Back keeps the answers, Change keeps them, and Back from the confirmation
// shows none. `tests/run` calls it where Firefox is installed and says where it is skipped.
import { execFileSync } from "node:child_process";
import puppeteer from "puppeteer-core";
import { ensure, same } from "./browser.mjs";
import { startService } from "./service.mjs";

const found = (name) => {
  try {
    return execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
};
const firefox = process.env.FIREFOX ?? (found("firefox-esr") || found("firefox"));
if (!firefox) {
  console.log("skipped firefox: not installed");
  process.exit(0);
}

const service = await startService();
const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefox, headless: true });
const NAME = "Ottoline Marsh";
try {
  const page = await browser.newPage();
  const name = () => page.$eval('[name="patient.name"]', (box) => box.value).catch(() => "");
  const settled = () => new Promise((done) => setTimeout(done, 2500));
  const press = async (selector) => {
    await page.$eval(selector, (button) => button.click()).catch(() => {});
    await settled();
  };
  const back = async () => {
    await page.evaluate(() => history.back()).catch(() => {});
    await settled();
  };
  await page.goto(new URL("/refer/patient/", service.site).href, { waitUntil: "domcontentloaded" });
  await page.type('[name="patient.name"]', NAME);
  await page.select('[name="patient.hospital"]', "alderbrook");
  await page.$eval('[name="legal.route"][value="section-3"]', (radio) => radio.click());
  await press("main form > button:last-of-type");
  ensure(page.url().endsWith("/referral/patient"), `no check page: ${page.url()}`);
  await back();
  same(await name(), NAME, "Back to the form keeps the name");
  await press("main form > button:last-of-type");
  await press('button[name="change"][value="patient.name"]');
  same(await name(), NAME, "Change keeps the name");
  await press("main form > button:last-of-type");
  await press("main form > button:not([name]):not(.print)");
  ensure(page.url().includes("/referral/sent/"), `nothing was sent: ${page.url()}`);
  for (let step = 1; step <= 2; step += 1) {
    await back();
    const text = await page.evaluate(() => document.body.innerText).catch(() => "");
    ensure(!text.includes(NAME) && (await name()) === "", `${step} steps back from the confirmation, the name is shown`);
  }
  console.log("ok      firefox: patient, Back, Change, confirmation");
} finally {
  await browser.close();
  service.kill();
}
