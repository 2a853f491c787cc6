// A site in two languages, one written from right to left: from its start page to the confirmation without leaving it.
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensure, openPerson, same } from "./browser.mjs";
import { fill, kept, press } from "./filling.mjs";
import { ROOT, newHome, startService } from "./service.mjs";

const LETTERS = "ابتثجحخدرسشعفقكلمنهو";
const NAME = "ليلى أحمد";
const ANSWERS = { "patient.name": NAME, "patient.hospital": "alderbrook", "patient.ward": "Wren 2" };

export const languageJourneys = (browser) => [
  ["language: right to left, from the start page to the confirmation", () => rightToLeft(browser)],
];

// The small site of the generator's tests, with our rules and our words in invented letters.
function contentIn(home) {
  const content = join(home, "content");
  cpSync(join(ROOT, "site-gen/tests/two-languages"), content, { recursive: true });
  for (const file of ["law.toml", "calendar.toml", "places.toml", "en/words.toml"]) cpSync(join(ROOT, "content", file), join(content, file));
  const words = readFileSync(join(content, "en/words.toml"), "utf8");
  const other = words
    .replace('name = "English"\ndir = "ltr"', 'name = "العربية"\ndir = "rtl"\nreviewer = "Layla Invented"')
    .replace(/^(?!dir =|reviewer =)([\w-]+ = )"(.*)"/gm, (_, key, said) => `${key}"${said.replace(/\{[^}]*\}|[a-zA-Z]/g, inOtherLetters)}"`);
  writeFileSync(join(content, "ar/words.toml"), other);
  return content;
}

const inOtherLetters = (found) => (found.length > 1 ? found : LETTERS[(found.toLowerCase().charCodeAt(0) - 97) % LETTERS.length]);

async function rightToLeft(browser) {
  const home = newHome();
  const service = await startService(home, [], ["--content", contentIn(home)]);
  const walk = await openPerson(browser, new URL(service.site).origin);
  try {
    await steps(walk, service.site);
  } finally {
    await walk.close();
    service.kill();
    rmSync(home, { recursive: true, force: true });
  }
}

async function steps({ page, check }, site) {
  const look = async (where) => {
    ensure(new URL(page.url()).pathname.startsWith("/ar/"), `${where}: left the language for ${page.url()}`);
    const { dir, lang } = await page.locator("html").evaluate((html) => ({ dir: html.dir, lang: html.lang }));
    same({ dir, lang }, { dir: "rtl", lang: "ar" }, where);
    ensure(!/\{\w+\}/.test(await page.locator("main").innerText()), `${where}: a mark is left in the text`);
    await check();
  };
  await page.goto(site);
  await page.locator('a[hreflang="ar"]').click();
  await look("the start page");
  await page.locator('main a[href="/ar/refer/patient/"]').click();
  await page.waitForURL("**/ar/refer/patient/");
  await look("the form");
  const submit = () => press(page, page.locator("main form button:not([name])").last());
  same((await submit()).status, 422, "status of an empty form");
  await look("the refused form");
  await fill(page, { ...ANSWERS, "legal.route": "section-2" });
  same((await submit()).status, 200, "status of the check page");
  await look("the check page");
  same((await press(page, page.locator('button[name="change"][value="patient.name"]'))).status, 200, "status after Change");
  await kept(page, ANSWERS);
  await look("the form after Change");
  same((await submit()).status, 200, "status of the check page again");
  same((await press(page, page.locator('form[action$="/referral/send"] button:not([name])').last())).status, 200, "status of the confirmation");
  ensure(page.url().includes("/ar/referral/sent/"), `nothing was sent: ${page.url()}`);
  await look("the confirmation");
}
