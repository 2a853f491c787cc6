// Head office at the desk: every referral is in the list; one is claimed, contacted and closed.
import { ensure, openPerson, same } from "./browser.mjs";
import { press } from "./filling.mjs";

export async function deskJourney(browser, desk, sent) {
  const walk = await openPerson(browser, new URL(desk).origin);
  const { page, check } = walk;
  try {
    same((await page.goto(desk)).status(), 200, "status of the desk");
    ensure(!page.url().includes(new URL(desk).search) && page.url() === new URL("./", desk).href, "the token stays in the address");
    await check();
    for (const { reference } of sent) ensure(await caseLink(page, reference).count(), `${reference} is not in the list`);
    await workOne(walk, sent[0]);
    await page.goto(new URL("./", desk).href);
    ensure((await caseLink(page, sent[0].reference).count()) === 0, "a closed case is still in the list");
    for (const { reference } of sent.slice(1)) ensure(await caseLink(page, reference).count(), `${reference} left the list`);
    await check();
  } finally {
    await walk.close();
  }
  await strangersAreRefused(browser, desk);
}

const caseLink = (page, reference) => page.locator(`a[href*="${reference}"]`);

async function workOne({ page, check }, { reference, name }) {
  await caseLink(page, reference).first().click();
  await page.waitForURL(`**/${reference}*`);
  ensure((await page.locator("main").innerText()).includes(name), "the case does not show its name");
  await check();
  const act = (verb) => page.locator(`form[action$="/${verb}"]`);
  await move(page, act("claim"));
  await check();
  await move(page, act("contacted"));
  await check();
  await act("close").locator('[name="outcome"]').selectOption("supported");
  await act("close").locator('[name="note"]').fill("Met on the ward; has our number.");
  await move(page, act("close"));
  await check();
}

async function move(page, form) {
  ensure(await form.count(), `no way to ${form} on ${page.url()}`);
  same((await press(page, form.locator("button").first())).status, 200, `status after ${form}`);
}

async function strangersAreRefused(browser, desk) {
  const stranger = await browser.newContext();
  for (const path of ["/", "./"]) {
    const answer = await stranger.request.get(new URL(path, desk).href);
    same(answer.status(), 403, "the desk without its token");
    ensure((await answer.text()).startsWith("This desk is open for somebody else, or was closed:"), "how to get back in is not said");
  }
  await stranger.close();
}
