// A key with a passphrase: the desk asks for it in the page, at the lock and after the browser was closed. What Back shows
// after a lock, and what becomes of a note that is sent to a locked desk.
import { chromium } from "playwright-core";
import { FLAGS, axe, browserPath, ensure, openPerson, same } from "./browser.mjs";
import { press } from "./filling.mjs";

export function unlockJourneys(browser, office) {
  return [
    ["desk, a passphrase: locked, closed and opened in the page", () => unlock(browser, office)],
    ["desk, locked: Back shows nobody, and a note is kept until it can be sent", () => backAndNote(office)],
  ];
}

const main = (page) => page.locator("main").innerText();

async function open(page, passphrase) {
  await page.getByLabel("The passphrase of your key").fill(passphrase);
  return (await press(page, page.getByRole("button", { name: "Open the desk" }))).status;
}

async function unlock(browser, office) {
  const { desk, passphrase } = await office.deskWithPassphrase("BW");
  const front = new URL("/", desk.address).href;
  const walk = await openPerson(browser, new URL(front).origin);
  const { page, check } = walk;
  try {
    same((await page.goto(desk.address)).status(), 200, "status of the desk");
    same((await press(page, page.locator('form[action$="/lock"] button'))).status, 403, "status of a locked desk");
    ensure((await main(page)).includes("Type the passphrase of your key"), await main(page));
    ensure(!(await page.content()).includes(new URL(desk.address).pathname), "the locked page tells the folder");
    await check();
    same(await open(page, "not the passphrase"), 403, "status after a wrong passphrase");
    ensure((await main(page)).includes("That did not open the desk"), await main(page));
    await check();
    await page.waitForTimeout(1500);
    same(await open(page, passphrase), 200, "status after the passphrase");
    same(page.url(), new URL("./", desk.address).href, "where it leads");
    await check();
  } finally {
    await walk.close();
  }
  // The browser was closed: its cookies are gone, and so is the folder.
  const again = await browser.newContext({ viewport: { width: 1280, height: 800 }, bypassCSP: true });
  try {
    const page = await again.newPage();
    same((await page.goto(front)).status(), 403, "status in front of the desk");
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      same(await axe(page), [], `axe, ${colorScheme}`);
      if (process.env.IMHA_SHOTS) await page.screenshot({ path: `${process.env.IMHA_SHOTS}/unlock-${colorScheme}.png` });
    }
    await page.setViewportSize({ width: 320, height: 640 });
    if (process.env.IMHA_SHOTS) await page.screenshot({ path: `${process.env.IMHA_SHOTS}/unlock-320.png` });
    same(await open(page, passphrase), 200, "status after the passphrase");
    ensure((await main(page)).includes("Due next"), await main(page));
  } finally {
    await again.close();
    await desk.end();
  }
}

// With JavaScript and the browser's memory for the Back button, both of which Playwright or the other journeys switch off.
async function backAndNote(office) {
  const { desk, passphrase } = await office.deskWithPassphrase("MK");
  const kept = await chromium.launch({
    executablePath: browserPath(), headless: true, args: FLAGS, ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  const unlockIn = async (page) => {
    await page.waitForTimeout(1200);
    same(await open(page, passphrase), 200, "status after the passphrase");
  };
  try {
    const context = await kept.newContext();
    const page = await context.newPage();
    await page.goto(desk.address);
    const home = page.url();
    const referral = new URL(await page.locator("a.ref").first().getAttribute("href"), home).href;
    await page.goto(referral);
    const name = await page.locator("main").innerText();
    await press(page, page.locator('form[action$="/lock"] button'));
    for (const step of [1, 2]) {
      await page.goBack({ timeout: 5000 }).catch(() => {});
      await page.waitForTimeout(500);
      const seen = await page.locator("body").innerText();
      ensure(!seen.includes("Before you call or visit"), `${step} steps back, a locked desk shows: ${seen}`);
    }
    ensure(name.includes("Before you call or visit"), "the page of a referral was never seen");
    await page.goto(home);
    await unlockIn(page);
    await page.goto(referral);
    await page.locator("summary", { hasText: "Add a note" }).click();
    await page.locator("#only-note").fill("Rang at ten; the ward asks for the afternoon.");
    const other = await context.newPage();
    await other.goto(home);
    await press(other, other.locator('form[action$="/lock"] button'));
    await press(page, page.locator('form[action$="/note"] button'));
    await unlockIn(page);
    ensure((await main(page)).includes("the ward asks for the afternoon"), "what was sent does not wait");
    await press(page, page.locator("main form button"));
    ensure((await main(page)).includes("the ward asks for the afternoon"), "the note is lost");
  } finally {
    await kept.close();
    await desk.end();
  }
}
