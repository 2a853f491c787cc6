// What others ask of every page: axe in light and dark, the Nu HTML checker on the bytes as sent, and Lighthouse on
// one page of each kind.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { allAnswers } from "./answers.mjs";
import { axe, ensure, same } from "./browser.mjs";
import { lighthousePages } from "./lighthouse.mjs";

const LIGHTHOUSE = ["/", "/patients/", "/questions/", "/sections/", "/refer/patient/", "/easy-read/", "/leaflet/"];
// Pages made to be printed, and the most sheets of A4 they may take.
const SHEETS = { "/leaflet/": 1, "/poster/": 1, "/authorisation/": 1, "/paper-form/": 3, "/paper-form/nearest-relative/": 2, "/card/": 1, "/at/alderbrook/poster/": 1, "/at/alderbrook/leaflet/": 1 };
// The longest that Java may take to read every page on a slow machine.
const PATIENCE_MS = 180_000;

export async function standardJourneys(browser, site) {
  const answers = allAnswers(site);
  answers.catch(() => {});
  return [
    ["standards: axe on every answer, light and dark", async () => axeOnAll(browser, await answers)],
    ["standards: the Nu HTML checker on every answer", async () => nu(await answers)],
    ["standards: sheets print on the paper they promise", () => sheets(browser, site)],
    ["standards: Lighthouse on a page of each kind", () => lighthousePages(LIGHTHOUSE.map((path) => new URL(path, site).href))],
  ];
}

async function axeOnAll(browser, answers) {
  const wrong = [];
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ bypassCSP: true, colorScheme, viewport: { width: 390, height: 800 } });
    const page = await context.newPage();
    for (const { name, url, html } of answers) {
      await page.route(url, (route) => route.fulfill({ status: 200, contentType: "text/html; charset=utf-8", body: html }));
      await page.goto(url);
      for (const said of await axe(page)) wrong.push(`${name}, ${colorScheme}: ${said}`);
      await page.unroute(url);
    }
    await context.close();
  }
  same(wrong, [], "axe");
}

async function sheets(browser, site) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const wrong = [];
  for (const [path, most] of Object.entries(SHEETS)) {
    await page.goto(new URL(path, site).href);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    if (pages < 1 || pages > most) wrong.push(`${path} takes ${pages} sheets, not ${most}`);
    if (!/\/MediaBox\s*\[0 0 59[45][.\d]* 84[12]/.test(pdf)) wrong.push(`${path} is not made for A4`);
    if (await page.locator('main a[href^="tel:"], footer a[href^="tel:"]').count() === 0) wrong.push(`${path} gives no number`);
  }
  await context.close();
  same(wrong, [], "sheets");
}

async function nu(answers) {
  const jar = createRequire(import.meta.url)("vnu-jar");
  const folder = mkdtempSync(join(tmpdir(), "imha-nu-"));
  try {
    answers.forEach(({ html }, at) => writeFileSync(join(folder, `${at}.html`), html));
    const options = ["-Xss1m", "-jar", jar, "--format", "json", "--exit-zero-always", "--stdout", folder];
    const { stdout } = await promisify(execFile)("java", options, { maxBuffer: 1 << 26, timeout: PATIENCE_MS });
    const { messages } = JSON.parse(stdout);
    const said = messages.filter(({ type }) => type === "error" || type === "non-document-error").map((message) => {
      const [, at] = /(\d+)\.html$/.exec(message.url ?? "") ?? [];
      return `${answers[at]?.name ?? message.url}, line ${message.lastLine}: ${message.message}\n  ${message.extract ?? ""}`;
    });
    ensure(answers.length > 0, "nothing was checked");
    same(said, [], "the Nu HTML checker");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
