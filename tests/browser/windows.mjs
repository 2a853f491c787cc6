// The desk of head-office.exe, used once: node windows.mjs DESK REFERENCE PICTURE. `tests/server/windows` calls it.
import { axe, ensure, openBrowser, same } from "./browser.mjs";
import { press } from "./filling.mjs";

const [desk, reference, picture] = process.argv.slice(2);
const browser = await openBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1080, height: 760 }, bypassCSP: true });
  // Wine on a busy machine is slow, and nothing is measured here.
  page.setDefaultTimeout(180_000);
  same((await page.goto(desk)).status(), 200, "status of the desk");
  ensure(await page.locator(`a[href*="${reference}"]`).count(), `${reference} is not in the list`);
  same(await axe(page), [], "axe");
  await page.screenshot({ path: picture });
  await page.locator(`a[href*="${reference}"]`).first().click();
  await page.waitForURL(`**/${reference}*`);
  same((await press(page, page.locator('form[action$="/contacted"] button').first())).status, 200, "status after contacted");
  ensure((await page.locator("main").innerText()).includes("Peregrine Test"), "the case does not show its name");
} finally {
  await browser.close();
}
