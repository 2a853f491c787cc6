// The walk of each person who may refer, for browsers other than Chromium: Back keeps every answer, Change keeps them
// and sends nothing, and Back from the confirmation shows none of them.
//
// A `driver` has `goto(url)`, `type(selector, text)`, `run(script)` and `url()`.
import { ensure, same } from "./browser.mjs";
import { PEOPLE } from "./people.mjs";

const SUBMIT = "main form > button:not([name]):not(.print)";
const STEPS_BACK = 2;
const PATIENCE_MS = 20_000;
// After Back, which may lead nowhere: to a page that must not be shown again.
const PATIENCE_BACK_MS = 5000;
// A page that has come may lead on to another.
const SETTLED_MS = 1500;
const quoted = (name) => JSON.stringify(`[name="${name}"]`);

// Walks all four on one service; prints a line for each and gives the number of those that failed.
export async function walkAll(engine, site, driver) {
  let failed = 0;
  for (const person of PEOPLE) {
    const name = `${engine}: ${person.type}, Back, Change, confirmation`;
    try {
      await walk(driver, site, person);
      console.log(`ok      ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}\n${String(error.stack ?? error).replace(/^/gm, "        ")}`);
    }
  }
  return failed;
}

async function walk(driver, site, person) {
  const answers = { ...person.first, ...person.rest };
  await driver.goto(new URL(`/refer/${person.type}/`, site).href);
  for (const [name, value] of Object.entries(answers)) await answer(driver, name, value);
  await isKept(driver, answers, "as typed");
  await toCheckPage(driver, person);
  await back(driver);
  await isKept(driver, answers, "after Back to the form");
  await toCheckPage(driver, person);
  await press(driver, 'button[name="change"][value="patient.name"]');
  ensure((await driver.url()).includes(`/referral/${person.type}/change`), `Change led to ${await driver.url()}`);
  await isKept(driver, answers, "after Change");
  await toCheckPage(driver, person);
  await press(driver, SUBMIT);
  ensure((await driver.url()).includes("/referral/sent/"), `nothing was sent: ${await driver.url()}`);
  ensure(/by the end of/.test(await driver.run("document.body.innerText")), "the confirmation promises no day");
  for (let step = 1; step <= STEPS_BACK; step += 1) {
    await back(driver);
    const text = await driver.run("document.body.innerText + [...document.querySelectorAll('main :is(input, textarea):not([type=hidden])')].map((box) => box.value).join()");
    ensure(!text.includes(answers["patient.name"]), `${step} steps back from the confirmation, the name is shown`);
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Runs what leads to another address, and waits until that is there. A navigation may end the script that began it.
async function lead(driver, script, patience) {
  const before = await driver.url();
  await driver.run(script).catch(() => {});
  for (let waited = 0; waited < patience && (await driver.url()) === before; waited += 100) await pause(100);
  await pause(SETTLED_MS);
}

const press = (driver, selector) => lead(driver, `document.querySelector(${JSON.stringify(selector)}).click()`, PATIENCE_MS);
const back = (driver) => lead(driver, "history.back()", PATIENCE_BACK_MS);

async function toCheckPage(driver, person) {
  await press(driver, SUBMIT);
  const url = await driver.url();
  ensure(url.endsWith(`/referral/${person.type}`), `no check page: ${url}`);
}

async function answer(driver, name, value) {
  const kind = await driver.run(`(() => {
    const box = document.querySelector(${quoted(name)});
    for (let part = box.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    return box.type;
  })()`);
  if (kind === "radio" || kind === "checkbox") await driver.run(`document.querySelector('[name="${name}"][value="${value}"]').click()`);
  else if (kind === "select-one") await driver.run(`document.querySelector(${quoted(name)}).value = ${JSON.stringify(value)}`);
  else await driver.type(`[name="${name}"]`, value);
}

async function isKept(driver, answers, when) {
  for (const [name, value] of Object.entries(answers)) {
    const found = await driver.run(`(() => {
      const boxes = [...document.querySelectorAll(${quoted(name)})];
      const box = /radio|checkbox/.test(boxes[0]?.type) ? boxes.find((one) => one.checked) : boxes[0];
      return box?.value ?? null;
    })()`);
    same(found, value, `${name} ${when}`);
  }
}
