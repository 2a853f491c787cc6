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
// The longest that Java may take to read every page on a slow machine.
const PATIENCE_MS = 180_000;

export async function standardJourneys(browser, site) {
  const answers = allAnswers(site);
  answers.catch(() => {});
  return [
    ["standards: axe on every answer, light and dark", async () => axeOnAll(browser, await answers)],
    ["standards: the Nu HTML checker on every answer", async () => nu(await answers)],
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
