// A key with a passphrase: the desk asks for it in the page, at the lock and after the browser was closed.
import { axe, ensure, openPerson, same } from "./browser.mjs";
import { press } from "./form.mjs";

export function unlockJourneys(browser, office) {
  return [["desk, a passphrase: locked, closed and opened in the page", () => unlock(browser, office)]];
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
