// A morning with mistakes at the desk: the wrong case, a wrong day, a phone call, a ward move, a doubtful referral, a
// colleague who is ill.
import { ensure, same } from "./browser.mjs";
import { press } from "./filling.mjs";
import { audit, links, withDesk } from "./full_day.mjs";

export function mistakeJourneys(browser, office) {
  return [["desk, a morning with mistakes", () => withDesk(browser, office, morning)]];
}

const main = (page) => page.locator("main").innerText();
const form = (page, verb) => page.locator(`form[action$="/${verb}"]`);

async function send(page, verb, button = "button") {
  same((await press(page, form(page, verb).locator(button).first())).status, 200, `status after ${verb}`);
}

async function morning(page, desk) {
  const home = new URL("./", page.url()).href;
  await wrongCase(page, home);
  await wrongDay(page);
  await wardMove(page);
  await doubtful(page, home);
  await phoneCall(page, home);
  await colleagueIll(page, home);
  await sameAgain(page, home);
  await backFromASearch(page, home);
}

// Contact was recorded on the wrong case: it is taken back with one button, and the case waits as before.
async function wrongCase(page, home) {
  await page.goto(home);
  await links(page, "due-later").first().click();
  await send(page, "claim");
  await send(page, "contacted");
  ensure((await main(page)).includes("is recorded"), "the contact is not said to be recorded");
  await audit(page);
  await page.locator(".done").getByRole("button", { name: "Undo" }).click();
  await page.getByText("The last act is undone. It is claimed again").waitFor();
  ensure((await page.locator(".events").innerText()).includes("Undone"), "the history does not tell of it");
}

// Then it was the right one after all, but yesterday.
async function wrongDay(page) {
  await send(page, "contacted");
  await page.locator("summary", { hasText: "Correct the recorded contact" }).click();
  await form(page, "correct").locator('[name="how"]').selectOption("visit");
  await form(page, "correct").locator('[name="why"]').fill("It was a visit");
  await send(page, "correct");
  ensure((await page.locator(".clock").innerText()).includes("on a visit"), "the corrected way is not shown");
}

async function wardMove(page) {
  const change = page.locator("section", { has: page.getByRole("heading", { name: "How to reach the patient" }) });
  await change.locator("summary", { hasText: "Change" }).click();
  await change.locator('[name="patient.ward"]').fill("Damson");
  await change.locator('[name="why"]').fill("Moved this morning");
  await audit(page);
  await change.getByRole("button", { name: "Save the change" }).click();
  await page.getByText("The answers are changed.").waitFor();
  ensure(/Damson[\s\S]*Received as/.test(await main(page)), "what was received is not shown beside it");
}

async function doubtful(page, home) {
  await page.goto(home);
  await page.locator(".cases > li", { hasText: "Check: is it covered?" }).first().locator("a.ref").click();
  await page.locator("summary", { hasText: "Decide" }).click();
  await page.getByLabel("Covered", { exact: true }).check();
  await form(page, "decide").locator('[name="why"]').fill("Section 3 since Monday");
  await send(page, "decide");
  ensure((await main(page)).includes("The rules said"), "what the rules said is gone");
}

async function phoneCall(page, home) {
  await page.goto(new URL("new", home).href);
  await audit(page);
  await page.getByRole("link", { name: "A patient", exact: true }).click();
  await audit(page);
  await page.locator('[name="called_by"]').fill("A ward nurse");
  await page.locator('[name="patient.name"]').fill("Ottoline Marsh");
  await page.getByRole("button", { name: "Store this referral" }).click();
  await page.getByText("Not stored yet").waitFor();
  const refused = page.url();
  await page.getByRole("link", { name: "Choose by which way it came." }).click();
  ensure(await page.locator('[name="channel"]').first().evaluate((box) => box === document.activeElement), "the list does not lead to what is wrong");
  await page.getByRole("link", { name: "Somebody else asks" }).click();
  await page.waitForURL("**/new");
  while (page.url() !== refused) await page.goBack();
  await page.getByText("Not stored yet").waitFor();
  same(await page.locator('[name="patient.name"]').inputValue(), "Ottoline Marsh", "what was typed, after a link and Back");
  await page.locator("summary", { hasText: "How to reach the patient" }).click();
  await page.locator('[name="safe_visit"]').fill("Two to visit");
  await audit(page);
  await page.getByLabel("Phone call").check();
  await page.locator('[name="patient.hospital"]').selectOption("alderbrook");
  await page.locator('[name="legal.route"][value="section-3"]').check();
  await page.getByRole("button", { name: "Store this referral" }).click();
  await page.waitForURL("**/referral/*");
  const stored = page.url();
  const said = await main(page);
  for (const told of ["Ottoline Marsh", "Tell them the reference", "by the end of", "Two to visit", "A ward nurse"]) ensure(said.includes(told), `${told} is not said`);
  await page.goBack();
  await page.getByText("The form you went back to is stored").waitFor();
  same(page.url(), stored, "Back after it is stored");
}

async function colleagueIll(page, home) {
  await page.goto(home);
  await links(page, "with-colleagues").first().click();
  await page.locator("summary", { hasText: "Give it to a colleague" }).click();
  await form(page, "assign").locator('[name="to"]').fill("DL");
  // Nobody of that name has anything yet: it may be a slip.
  same((await press(page, form(page, "assign").locator("button"))).status, 409, "a name nobody has used");
  await audit(page);
  await page.locator("#assign-sure").check();
  await send(page, "assign");
  ensure((await page.locator(".done").innerText()).includes("DL"), "who has it now is not said");
  await audit(page);
  await page.goto(home);
  await page.getByRole("link", { name: "Hand over all that one of us has" }).click();
  await audit(page);
  await page.locator("#from").selectOption("DL");
  await page.locator("#to").fill("BW");
  await page.getByRole("button", { name: "Hand over all of them" }).click();
  await page.getByText(/1 handed over from DL to BW, who has \d+ open now/).waitFor();
}

// She asked again, by the same nurse: what was said about a safe visit comes first, and the two are linked.
async function sameAgain(page, home) {
  const first = await clinicianRings(page, home, "Ask at the nurses’ station first");
  const again = await clinicianRings(page, home, "");
  const care = page.locator("section.care");
  ensure((await care.innerText()).includes("Ask at the nurses’ station first"), "what was said before is not beside the visit");
  ensure((await page.locator("section", { has: page.locator("#earlier") }).innerText()).includes(first.spoken), "the earlier one is not named");
  await page.locator("summary", { hasText: "Is it not a real request" }).click();
  await audit(page);
  await page.locator("#outcome").selectOption("duplicate");
  await page.locator("#duplicate-of").fill("7K3");
  same((await press(page, form(page, "close").locator("button"))).status, 409, "no reference of another");
  same(await page.locator("#duplicate-of").inputValue(), "7K3", "what was typed");
  await page.locator("#duplicate-of").fill(first.spoken);
  await send(page, "close");
  ensure((await main(page)).includes("this one is a duplicate of it"), "the original is not named");
  await page.getByRole("link", { name: first.spoken }).first().click();
  await page.waitForURL(`**/${first.reference}`);
  ensure((await main(page)).includes("a duplicate of this one"), "the duplicate is not named");
  await givenOut(page, again);
}

async function clinicianRings(page, home, safe) {
  await page.goto(new URL("new/responsible-clinician", home).href);
  await page.getByLabel("Phone call").check();
  const typed = { "referrer.name": "Dr Ysolde Tamsin", "referrer.workplace": "Alderbrook", "referrer.phone": "01632 960123", "patient.name": "Perpetua Vane" };
  const born = { "patient.date_of_birth.day": "9", "patient.date_of_birth.month": "2", "patient.date_of_birth.year": "1971" };
  for (const [name, value] of Object.entries({ ...typed, ...born })) await page.locator(`[name="${name}"]`).fill(value);
  await page.locator('[name="patient.hospital"]').selectOption("alderbrook");
  for (const [name, value] of [["legal.route", "section-2"], ["consent", "agrees"]]) await page.locator(`[name="${name}"][value="${value}"]`).check();
  await page.locator("details:has([name='safe_visit'])").evaluateAll((all) => all.forEach((part) => { part.open = true; }));
  await page.locator('[name="safe_visit"]').fill(safe);
  await page.getByRole("button", { name: "Store this referral" }).click();
  await page.waitForURL("**/referral/*");
  return { reference: page.url().split("/").pop(), spoken: await page.locator(".title .ref").innerText() };
}

// “What do you hold about me?”
async function givenOut(page, again) {
  // Folded parts may be open from the check before.
  await page.locator("details", { hasText: "Give out what we hold" }).evaluateAll((all) => all.forEach((part) => { part.open = true; }));
  await page.getByRole("link", { name: "The patient’s copy" }).click();
  await page.getByRole("heading", { name: "What we hold about you" }).waitFor();
  const copy = await main(page);
  ensure(copy.includes("parts were left out") && !copy.includes("nurses’ station") && copy.includes(again.spoken), `the copy: ${copy}`);
  await audit(page);
  await page.getByRole("link", { name: "Back to the referral" }).click();
  await page.waitForURL("**/referral/*");
}

async function backFromASearch(page, home) {
  await page.goto(home);
  await page.locator("#find").fill("marsh");
  await press(page, page.locator('form[role="search"] button'));
  ensure(!page.url().toLowerCase().includes("marsh"), "a name is in the address");
  await page.locator("a.ref").first().click();
  await page.waitForURL("**/referral/*");
  await page.goBack();
  ensure((await main(page)).includes("Ottoline Marsh"), "Back does not lead to what was found");
  await page.goto(new URL("?hospital=alderbrook&sort=received", home).href);
  ensure((await main(page)).includes("Some are left out"), "a filter does not say that it leaves some out");
  await audit(page);
}
