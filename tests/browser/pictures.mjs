// Draws the pictures in docs/ from the running service over the forty invented referrals, and writes beside them which
// sources each shows: `node tests/browser/pictures.mjs`. tests/end_to_end/pictures.rs fails once one of them has changed.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { openBrowser } from "./browser.mjs";
import { newHome, startService } from "./service.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const DOCS = join(ROOT, "docs");
const BINARIES = dirname(process.env.IMHA_BIN ?? join(ROOT, "target/debug/imha"));

const SITE = ["templates/base.html", "templates/site.css", "content/site.toml"];
const DESK = ["templates/desk/layout.html", "templates/desk/desk.css", "templates/site.css"];
const desk = (...names) => [...DESK, ...names.map((name) => `templates/desk/${name}.html`)];

// Each picture: where it is taken, and what it shows.
const ON_A_PHONE = {
  start: { path: "/", shows: [...SITE, "templates/start.html", "content/en/_index.md"] },
  form: { path: "/refer/patient/", shows: [...SITE, "templates/form.html", "templates/field.html", "content/en/refer/patient.md"] },
  "easy-read": { path: "/easy-read/", shows: [...SITE, "templates/easy-read.html", "content/en/easy-read.md"] },
};
const AT_THE_DESK = {
  desk: { take: (page) => today(page), shows: desk("today", "work", "line", "filters") },
  case: { take: (page) => aCase(page), shows: desk("case", "facts", "moves", "contact") },
  "staff-new": { take: (page) => byPhone(page), shows: [...desk("new"), "templates/field.html"] },
  "staff-mistake": { take: (page) => mistake(page), shows: desk("case", "mend") },
  "staff-report": { take: (page) => report(page), shows: desk("report", "report_body", "report_table") },
};

// Boxes for dates follow the language of the browser: British ones need Debian's chromium-l10n.
Object.assign(process.env, { LANGUAGE: "en_GB", LC_ALL: "en_GB.UTF-8" });

const home = newHome();
execFileSync(join(BINARIES, "examples/forty"), [join(home, "data"), "BW"], { stdio: "inherit" });
const service = await startService(home);
const browser = await openBrowser();
try {
  const phone = await browser.newPage({ viewport: { width: 360, height: 760 }, locale: "en-GB" });
  for (const [name, { path }] of Object.entries(ON_A_PHONE)) {
    await phone.goto(new URL(path, service.site).href);
    await save(phone, name);
  }
  const page = await browser.newPage({ viewport: { width: 1080, height: 820 }, locale: "en-GB" });
  await page.goto(service.desk);
  for (const { take } of Object.values(AT_THE_DESK)) await take(page);
  writeFileSync(join(DOCS, "pictures.json"), `${JSON.stringify(sources(), null, 2)}\n`);
} finally {
  await browser.close();
  service.kill();
}

async function save(page, name) {
  await page.screenshot({ path: join(DOCS, `${name}.png`) });
}

async function today(page) {
  await save(page, "desk");
}

async function aCase(page) {
  await page.locator(".cases a").first().click();
  await save(page, "case");
}

async function byPhone(page) {
  await page.getByRole("link", { name: "New referral" }).click();
  await page.getByRole("link", { name: /patient/i }).first().click();
  await page.getByLabel("Phone call").check();
  await save(page, "staff-new");
}

async function mistake(page) {
  await page.locator(".brand").click();
  // One that was contacted has most that can be put right.
  await page.locator(".cases li", { hasText: "Contacted" }).locator("a").first().click();
  for (const part of ["Put right, or hand over", "Correct the recorded contact"]) {
    const summary = page.locator("summary", { hasText: part });
    if (await summary.count()) await summary.first().click();
  }
  await page.getByText("Put right, or hand over").first().evaluate((heading) => heading.scrollIntoView());
  await save(page, "staff-mistake");
}

async function report(page) {
  await page.getByRole("link", { name: "Activity" }).click();
  // The month that goes on: last month’s table is empty here.
  await page.getByRole("combobox", { name: "Period" }).selectOption({ index: 0 });
  await page.getByRole("button", { name: "Show" }).click();
  await save(page, "staff-report");
}

// The hash of a picture's sources: each with its path before it.
function sources() {
  const all = Object.entries({ ...ON_A_PHONE, ...AT_THE_DESK });
  return Object.fromEntries(all.map(([name, { shows }]) => {
    const hash = createHash("sha256");
    for (const path of shows) hash.update(`${path}\n`).update(readFileSync(join(ROOT, path)));
    return [`${name}.png`, { shows, sha256: hash.digest("hex") }];
  }));
}
