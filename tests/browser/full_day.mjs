// A full day at the desk: forty referrals, two people, with JavaScript on and off.
import { axe, ensure, openAndLook, openPerson, same } from "./browser.mjs";
import { press } from "./filling.mjs";

const WIDTHS = [320, 768, 1280];
const LATER = 61_000;

export function dayJourneys(browser, office) {
  return [
    ["desk, full day: what is due next, in every light", () => withDesk(browser, office, everyLight)],
    ["desk, full day: searched, printed and locked without JavaScript", () => withoutScripts(browser, office)],
    ["desk, full day: a refresh keeps what is typed and where one is", () => withDesk(browser, office, refreshes)],
    ["desk, full day: keys lead, and can be turned off", () => withDesk(browser, office, keys)],
    ["desk, full day: a lock hides names and keeps words", () => withDesk(browser, office, locks)],
    ["desk, full day: two race, one wins, the other is told who", () => race(browser, office)],
  ];
}

// A person whose browser runs scripts, at a desk of their own. Time in the page is ours to move.
async function come(browser, desk, options = {}) {
  const context = await browser.newContext({ bypassCSP: false, viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of [45]\d\d/.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.clock.install();
  await page.goto(desk.address);
  return { context, page, complaints };
}

export async function withDesk(browser, office, walk) {
  const desk = await office.desk("BW");
  const { context, page, complaints } = await come(browser, desk);
  try {
    await walk(page, desk, office, browser);
    same(complaints, [], "the browser complained");
  } finally {
    await context.close();
    await desk.end();
  }
}

export const audit = async (page) => same(await axe(page), [], `${page.url()}: axe`);
export const links = (page, part) => page.locator(`section.${part} a.ref`);
const passTime = (page) => page.clock.fastForward(LATER);
const text = (page) => page.locator("main").innerText();

// Every kind of page, at every width, light and dark.
async function everyLight(page) {
  const home = page.url();
  const top = await page.locator("ul.first").innerText();
  ensure(/Overdue[\s\S]*Due today[\s\S]*Due next[\s\S]*working days? left/.test(top), `not said at the top: ${top}`);
  ensure(/^\d+ overdue, \d+ due today, \d+ due next/.test(await page.title()), `title ${await page.title()}`);
  ensure((await page.locator("ul.first").boundingBox()).y < 300, "what is due next is below the fold");
  const seen = [home];
  for (const part of ["overdue", "due-next", "mine", "due-later", "with-colleagues", "unopened"]) {
    seen.push(new URL(await links(page, part).first().getAttribute("href"), home).href);
  }
  const waiting = await links(page, "due-later").evaluateAll((all) => all.slice(0, 3).map((a) => a.getAttribute("href").split("/").pop()));
  seen.push(new URL(`print/${waiting.join(",")}`, home).href, new URL("no-such-page", home).href);
  for (const path of ["new", "new/amhp", "print/unread", "purge"]) seen.push(new URL(path, home).href);
  for (const address of seen) {
    await page.goto(address);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        same(await page.evaluate(openAndLook), [], `${address} at ${width}, ${colorScheme}`);
      }
      await audit(page);
    }
  }
  await page.emulateMedia({ media: "print", colorScheme: "light" });
}

async function withoutScripts(browser, office) {
  const desk = await office.desk("BW");
  const walk = await openPerson(browser, new URL(desk.address).origin);
  const { page, check } = walk;
  try {
    await page.goto(desk.address);
    ensure(!(await page.locator("#keys-open").isVisible()), "keys are offered, though none is followed");
    const name = await aName(page);
    await page.goto(new URL("./", desk.address).href);
    ensure(!(await text(page)).includes(name), "a name in the list");
    await page.locator("#find").fill(name.toUpperCase());
    same((await press(page, page.locator('form[role="search"] button'))).status, 200, "status of a search");
    ensure((await text(page)).includes(name) && !page.url().includes("?"), `found at ${page.url()}`);
    await check();

    await page.locator("nav a", { hasText: "Print unread" }).click();
    ensure(/\d+ referrals? ha(s|ve) been opened by nobody yet/.test(await text(page)), "how many are unread is not said");
    await check();
    await page.locator("a.button").click();
    ensure(await page.getByText("They came out: mark all").isVisible(), "nobody is asked whether the sheets came out");
    const sheets = await page.locator("article").count();
    same(sheets, new URL(page.url()).pathname.split(",").length, "sheets");
    await check();
    const pages = (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page\b/g).length;
    same(pages, sheets, "pages of paper");

    await page.goto(new URL("./", desk.address).href);
    same((await press(page, page.locator('form[action$="/lock"] button'))).status, 403, "status of a locked desk");
    ensure((await text(page)).includes("The desk is locked"), "locked without a word");
    await check();
    same((await page.goto(await desk.next())).status(), 200, "the printed address opens it");
  } finally {
    await walk.close();
    await desk.end();
  }
}

async function aName(page) {
  await links(page, "due-later").first().click();
  return (await page.locator("h1").innerText()).trim();
}

// A colleague acts: the list follows; what is typed, and where one is, stay.
async function refreshes(page, _, office, browser) {
  const colleague = await office.desk("PT");
  const other = await come(browser, colleague);
  try {
    const reference = await links(page, "due-later").last().innerText();
    const link = page.locator("a.ref", { hasText: reference });
    await page.locator("#find").fill("Ilona Wr");
    await link.focus();
    await other.page.locator("a.ref", { hasText: reference }).click();
    await other.page.getByRole("button", { name: "Claim", exact: true }).click();
    await other.page.waitForURL("**/referral/*");
    await passTime(page);
    await links(page, "with-colleagues").filter({ hasText: reference }).waitFor();
    same(await page.locator("#find").inputValue(), "Ilona Wr", "typed, after a refresh");
    ensure(await link.evaluate((a) => a === document.activeElement), "the place was lost");

    await link.click();
    await page.locator("summary", { hasText: "Add a note" }).click();
    await page.locator("#only-note").fill("Ring after lunch; ask for the");
    await other.page.getByRole("button", { name: "Give it back" }).click();
    await other.page.getByRole("button", { name: "Claim", exact: true }).waitFor();
    await passTime(page);
    await page.getByText("Somebody acted on this referral").waitFor();
    same(await page.locator("#only-note").inputValue(), "Ring after lunch; ask for the", "typed, after somebody acted");
    await audit(page);

    await colleague.end();
    await other.page.clock.fastForward(LATER);
    await other.page.getByText("could not be refreshed").waitFor();
  } finally {
    await other.context.close();
  }
}

async function keys(page) {
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("href") ?? document.activeElement.id);
  await page.keyboard.press("j");
  const first = await focused();
  ensure(first?.includes("/referral/"), `j leads to ${first}`);
  await page.keyboard.press("j");
  ensure((await focused()) !== first, "j leads nowhere new");
  await page.keyboard.press("k");
  same(await focused(), first, "k leads back");
  await page.keyboard.press("/");
  same(await focused(), "find", "/ leads to the search");
  await page.keyboard.type("jk?t/");
  same(await page.locator("#find").inputValue(), "jk?t/", "typed into the search");
  await page.locator("#main").focus();
  await page.keyboard.press("?");
  await page.locator("dialog[open]").waitFor();
  await audit(page);
  await page.locator("#keys-switch").click();
  await page.getByText("Turn shortcuts on").waitFor();
  await page.keyboard.press("Escape");
  await page.reload();
  const before = await focused();
  await page.keyboard.press("j");
  same(await focused(), before, "where j leads once keys are off");
  await page.locator("#keys-open").click();
  await page.locator("#keys-switch").click();
  await page.getByText("Turn shortcuts off").waitFor();
  await page.keyboard.press("Escape");
  await links(page, "due-later").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/referral/*");
  const claim = page.getByRole("button", { name: "Claim", exact: true });
  for (const key of ["n", "c"]) {
    await page.locator("#main").focus();
    await page.keyboard.press(key);
    ensure(await claim.evaluate((b) => b === document.activeElement), `${key} leads to no Claim`);
  }
  await page.keyboard.press("r");
  await recorded(page);
}

// Contact with a patient nobody has claimed: refused, its form is filled and beside the sentence, done it is confirmed.
async function recorded(page) {
  const note = page.locator("#contact-note");
  await note.fill("Rang the ward; they will pass it on.");
  await page.locator("#on").evaluate((day) => { day.min = ""; day.value = "2020-01-01"; });
  const record = page.getByRole("button", { name: "the patient has heard from us" });
  same((await press(page, record)).status, 409, "status of a contact before the referral came in");
  const refused = page.getByRole("alert");
  ensure(await refused.evaluate((box) => box === document.activeElement), "the refusal is not where one is");
  same(await refused.locator("#contact-note").inputValue(), "Rang the ward; they will pass it on.", "the note, beside the refusal");
  await audit(page);
  await page.locator("#on").evaluate((day) => { day.value = day.max; });
  same((await press(page, record)).status, 200, "status of a contact");
  const done = page.locator(".done");
  ensure(/^Contact on .* is recorded\.\s*Undo$/.test((await done.innerText()).trim()), await done.innerText());
  ensure(await done.evaluate((box) => box === document.activeElement), "the confirmation is not where one is");
  await audit(page);
}

async function locks(page, desk) {
  const name = await aName(page);
  await page.locator("summary", { hasText: "Add a note" }).click();
  await page.locator("#only-note").fill("Half a sentence");
  const second = await page.context().newPage();
  await second.goto(new URL("./", desk.address).href);
  await second.getByRole("button", { name: "Lock", exact: true }).click();
  await second.getByText("The desk is locked", { exact: true }).first().waitFor();
  await passTime(page);
  await page.getByText("What you typed is kept here").waitFor();
  ensure(!(await page.locator("body").innerText()).includes(name), "the name is still to be seen");
  ensure((await page.title()) === "The desk is locked", `title ${await page.title()}`);
  await audit(page);
  await second.goto(await desk.next());
  await passTime(page);
  await page.locator("#only-note").waitFor();
  same(await page.locator("#only-note").inputValue(), "Half a sentence", "typed before the lock");
  await page.getByRole("button", { name: "Keep the note" }).click();
  await page.getByText("Half a sentence").waitFor();

  await second.getByRole("button", { name: "Lock", exact: true }).click();
  await passTime(page);
  await page.getByText("The desk is locked", { exact: true }).first().waitFor();
  ensure(!(await page.content()).includes(name), "nothing was typed, so nothing stays");
  await desk.next();
}

async function race(browser, office) {
  const desks = [await office.desk("BW"), await office.desk("PT")];
  const people = await Promise.all(desks.map((desk) => come(browser, desk)));
  try {
    const reference = await links(people[0].page, "due-later").last().innerText();
    const claim = ({ page }) => page.getByRole("button", { name: "Claim", exact: true });
    for (const { page } of people) await page.locator("a.ref", { hasText: reference }).click();
    for (const person of people) await claim(person).waitFor();
    const answers = await Promise.all(people.map((person) => press(person.page, claim(person))));
    same(answers.map((answer) => answer.status).sort(), [200, 409], "statuses of two who claim");
    const lost = answers.findIndex((answer) => answer.status === 409);
    const said = await people[lost].page.getByRole("alert").innerText();
    ensure(said.includes(`${["PT", "BW"][lost]} has it`), said);
    await audit(people[lost].page);
    await people[1 - lost].page.getByText("Keep it for another working day").waitFor();
  } finally {
    for (const { context } of people) await context.close();
    for (const desk of desks) await desk.end();
  }
}
