// Draws the pictures in docs/ from the running service: `node tests/browser/pictures.mjs`.
// With Debian's `faketime` the desk has a fortnight behind it; without, everything came in today.
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { openBrowser } from "./browser.mjs";
import { newHome, startService } from "./service.mjs";

const DOCS = resolve(dirname(fileURLToPath(import.meta.url)), "../../docs");
const WIDTHS = { phone: 360, desk: 1080 };
const FAKETIME = ["x86_64", "aarch64"].map((kind) => `/usr/lib/${kind}-linux-gnu/faketime/libfaketime.so.1`);

// Invented people. The days are counted back from today, so the desk shows overdue, due today and due later.
const WARDS = ["Wren Ward", "Larch Ward", "Rowan Unit", "Sycamore", "Beech House"];
const NAMES = [
  "Zoë O’Brien", "Bram Okonjo", "Sunniva Achterberg", "Ilona Wren", "Adaeze Finch", "Tomasz Hale", "Ines Marlow",
  "Priya Ashdown", "Callum Oyelaran", "Mei Thornbury", "Idris Pell", "Rosa Quayle",
];
const ROUTES = ["section-3", "section-2", "cto", "part-3", "not-sure", "guardianship", "short-term"];
const DAYS_AGO = [9, 7, 6, 4, 3, 1, 0];

const service = { home: newHome(), first: undefined, last: undefined };
const browser = await openBrowser();
try {
  mkdirSync(DOCS, { recursive: true });
  for (const [index, days] of DAYS_AGO.entries()) await oneDay(index, days);
  await draw();
} finally {
  await browser.close();
  service.last?.kill();
}

async function oneDay(index, daysAgo) {
  service.last = await startService(service.home, clock(daysAgo));
  const many = daysAgo === 0 ? 4 : 2;
  for (let n = 0; n < many; n += 1) {
    const reference = await refer(service.last.site, index * 2 + n);
    service.first ??= reference;
  }
  if (daysAgo > 0) await service.last.end();
}

function clock(daysAgo) {
  const library = FAKETIME.find(existsSync);
  return daysAgo > 0 && library ? ["env", `LD_PRELOAD=${library}`, `FAKETIME=-${daysAgo}d`] : [];
}

async function refer(site, n) {
  const referral = {
    referrer: { type: n % 3 ? "responsible-clinician" : "amhp", name: "Dr Ysolde Tamsin", workplace: "Alderbrook", phone: "020 7946 0123" },
    patient: {
      name: NAMES[n % NAMES.length], date_of_birth: `19${60 + (n % 30)}-04-${10 + (n % 15)}`,
      hospital: "alderbrook", ward: WARDS[n % WARDS.length], needs: n % 4 ? [] : ["bsl"],
    },
    legal: { route: ROUTES[n % ROUTES.length] },
    consent: n % 5 ? "agrees" : "not-asked",
    help_wanted: "Wants to be heard at the ward round, and to see the care plan.",
    safe_visit: n % 4 ? "" : "Please ask at the nurses’ station first.",
  };
  if (n % 6 === 1) {
    const soon = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    referral.important_date = { on: soon, what: "Tribunal" };
  }
  const body = JSON.stringify(referral, (_, value) => (value === "" ? undefined : value));
  const answer = await fetch(new URL("/api/referrals", site), { method: "POST", headers: { "content-type": "application/json" }, body });
  if (!answer.ok) throw new Error(`the referral was refused: ${await answer.text()}`);
  return (await answer.json()).reference;
}

async function draw() {
  const phone = await browser.newPage({ viewport: { width: WIDTHS.phone, height: 760 } });
  for (const [name, path] of [["start", "/"], ["form", "/refer/patient/"], ["easy-read", "/easy-read/"]]) {
    await phone.goto(new URL(path, service.last.site).href);
    await phone.screenshot({ path: join(DOCS, `${name}.png`) });
  }
  const desk = await browser.newPage({ viewport: { width: WIDTHS.desk, height: 760 } });
  await desk.goto(service.last.desk);
  await desk.screenshot({ path: join(DOCS, "desk.png") });
  await desk.locator(`a[href*="${service.first}"]`).click();
  await desk.screenshot({ path: join(DOCS, "case.png") });
}
