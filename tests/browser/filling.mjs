// Filling a form as a person does: open what is folded, then type, tick or choose.
import { same } from "./browser.mjs";

const named = (name) => `[name="${name}"]`;

export async function fill(page, answers) {
  for (const [name, value] of Object.entries(answers)) {
    const box = page.locator(named(name));
    await unfold(page, box.first());
    const kind = await box.first().evaluate((element) => element.type);
    if (kind === "radio" || kind === "checkbox") await page.locator(`${named(name)}[value="${value}"]`).check();
    else if (kind === "select-one") await box.selectOption(value);
    else await box.fill(value);
  }
}

async function unfold(page, box) {
  const folded = page.locator("details:not([open])", { has: box });
  if (await folded.count()) await folded.locator("summary").click();
}

// What is still in the boxes after the form came back.
export async function kept(page, answers) {
  for (const [name, value] of Object.entries(answers)) {
    const found = await page.locator(named(name)).evaluateAll((boxes) => {
      const toggles = boxes.filter((box) => box.type === "radio" || box.type === "checkbox");
      return toggles.length ? toggles.find((box) => box.checked)?.value : boxes[0]?.value;
    });
    same(found, value, `${name} after the form came back`);
  }
}

// Clicks and gives the answer to the page it leads to.
export async function press(page, button) {
  const url = page.url();
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.request().isNavigationRequest() && answer.status() !== 303),
    button.click(),
  ]);
  await page.waitForLoadState("load");
  return { status: response.status(), from: url };
}
