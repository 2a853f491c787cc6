// Journeys of real people in a real browser, with JavaScript off, and axe on every page they see.
// Prints one line per journey and `N passed, N failed` at the end; ends with 1 when one failed.
import { openBrowser } from "./browser.mjs";
import { deskJourney } from "./desk.mjs";
import { dayJourneys } from "./full_day.mjs";
import { mistakeJourneys } from "./mistakes.mjs";
import { languageJourneys } from "./languages.mjs";
import { openOffice } from "./office.mjs";
import { pageJourneys } from "./pages.mjs";
import { reachJourneys } from "./reach.mjs";
import { referralJourney } from "./referral.mjs";
import { searchJourneys } from "./search.mjs";
import { PEOPLE } from "./people.mjs";
import { phoneJourneys } from "./phone.mjs";
import { sharedJourneys } from "./shared_tablet.mjs";
import { standardJourneys } from "./standards.mjs";
import { startService } from "./service.mjs";
import { unlockJourneys } from "./unlock.mjs";

const only = process.argv[2] ?? "";
let passed = 0;
let failed = 0;

async function journey(name, walk) {
  if (!name.includes(only)) return undefined;
  try {
    const result = await walk();
    passed += 1;
    console.log(`ok      ${name}`);
    return result;
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${String(error.stack ?? error).replace(/^/gm, "        ")}`);
    return undefined;
  }
}

const service = await startService();
const browser = await openBrowser();
try {
  for (const [name, walk] of await pageJourneys(browser, service.site)) await journey(name, walk);
  for (const [name, walk] of await standardJourneys(browser, service.site)) await journey(name, walk);
  for (const [name, walk] of sharedJourneys(service.site)) await journey(name, walk);
  for (const [name, walk] of [...phoneJourneys(browser, service.site), ...languageJourneys(browser)]) await journey(name, walk);
  for (const [name, walk] of [...reachJourneys(browser, service.site), ...searchJourneys(browser, service.site)]) await journey(name, walk);
  const sent = [];
  for (const person of PEOPLE) {
    sent.push(await journey(`refer: ${person.type}`, () => referralJourney(browser, service.site, person)));
  }
  const open = sent.filter(Boolean);
  if (open.length > 0) await journey("desk", () => deskJourney(browser, service.desk, open));
  if (!only || only.startsWith("desk")) {
    const office = await openOffice();
    for (const [name, walk] of [...dayJourneys(browser, office), ...mistakeJourneys(browser, office), ...unlockJourneys(browser, office)]) await journey(name, walk);
    await office.close();
  }
  await journey("service: ends cleanly on SIGTERM", () => service.end());
} finally {
  await browser.close();
  service.kill();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
