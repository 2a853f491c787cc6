// From the start page to the confirmation, with a mistake first and a change on the way.
import { ensure, openPerson, same } from "./browser.mjs";
import { fill, kept, press } from "./filling.mjs";

export async function referralJourney(browser, site, person) {
  const walk = await openPerson(browser, new URL(site).origin);
  try {
    await findTheForm(walk, site, person);
    await sendTooEarly(walk, person);
    await reachCheckPage(walk, person);
    await changeOne(walk, person);
    return await send(walk, person);
  } finally {
    await walk.close();
  }
}

// By links alone: an address nobody links to is an address nobody finds.
async function findTheForm({ page, check }, site, person) {
  await page.goto(site);
  await check();
  await page.locator('a[href$="/refer/"]').first().click();
  await page.waitForURL("**/refer/");
  await check();
  await page.locator(`main a[href$="/refer/${person.type}/"]`).first().click();
  await page.waitForURL(`**/refer/${person.type}/`);
  await check();
}

const form = (page, person) => page.locator(`form[action$="/referral/${person.type}"]`);
const submit = (page, person) => press(page, form(page, person).locator("button:not([name])").last());

async function sendTooEarly({ page, check }, person) {
  await fill(page, person.first);
  same((await submit(page, person)).status, 422, "status of an unfinished form");
  await kept(page, person.first);
  for (const name of person.missing) {
    const said = page.locator(`[role="alert"] a[href="#${name}"], [role="alert"] a[href="#${name}.day"]`);
    ensure(await said.count(), `the list of problems does not lead to ${name}`);
  }
  ensure(await page.locator('main a[href^="tel:"]').count(), "the refused form shows no phone number");
  await check();
}

async function reachCheckPage({ page, check }, person) {
  await fill(page, person.rest);
  same((await submit(page, person)).status, 200, "status of a finished form");
  await check();
  const text = await page.locator("main").innerText();
  const typed = Object.entries({ ...person.first, ...person.rest }).filter(([name]) => /name$|ward$|workplace$|^help_wanted/.test(name));
  for (const line of typed.flatMap(([, value]) => value.split("\n"))) {
    ensure(text.includes(line), `the check page does not show “${line}”`);
  }
}

async function changeOne({ page, check }, person) {
  const change = page.locator('button[name="change"][value="patient.name"]');
  same((await press(page, change)).status, 200, "status after Change");
  await kept(page, { ...person.first, ...person.rest });
  await check();
  const renamed = { "patient.name": `${person.first["patient.name"]} Senior` };
  await fill(page, renamed);
  same((await submit(page, person)).status, 200, "status after the change");
  const text = await page.locator("main").innerText();
  ensure(text.includes(renamed["patient.name"]), "the check page does not show the change");
}

async function send({ page, context, check }, person) {
  const button = page.locator('form[action$="/referral/send"] button:not([formaction])').last();
  same((await press(page, button)).status, 200, "status of the confirmation");
  const [, reference] = /\/referral\/sent\/([0-9A-HJKMNP-TV-Z]{10})\?/.exec(page.url()) ?? [];
  ensure(reference, `no reference in ${page.url()}`);
  const text = await page.locator("main").innerText();
  ensure(text.includes(reference), "the confirmation does not show the reference");
  ensure(/\b20\d\d\b/.test(text), "the confirmation gives no date");
  ensure(!text.includes(person.first["patient.name"]), "the confirmation names the patient");
  await check();
  same((await page.reload()).status(), 200, "status of the confirmation when reloaded");
  same(await context.cookies(), [], "cookies of the public site");
  return { reference, name: `${person.first["patient.name"]} Senior` };
}
