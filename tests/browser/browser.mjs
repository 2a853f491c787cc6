// Chromium, and what is asked of every page in it.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];
export const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
// WCAG 1.4.10: no sideways scrolling at this width.
const NARROW = { width: 320, height: 720 };

export const browserPath = () =>
  process.env.CHROMIUM ?? execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim();

export async function openBrowser() {
  return chromium.launch({ executablePath: browserPath(), headless: true, args: FLAGS });
}

// A person with JavaScript off. `page.check()` is asked after every step.
export async function openPerson(browser, origin) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } });
  context.setDefaultTimeout(15_000);
  const elsewhere = [];
  context.on("request", (request) => {
    if (new URL(request.url()).origin !== origin) elsewhere.push(request.url());
  });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    // The browser itself remarks on answers such as 422; anything else is ours, a blocked style for one.
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) complaints.push(message.text());
  });
  return {
    page,
    context,
    check: async () => {
      await checkPage(browser, context, page);
      same(elsewhere, [], "asked another server");
      same(complaints, [], "the browser complained");
    },
    close: () => context.close(),
  };
}

// Axe needs JavaScript, so the same HTML is opened once more at the same address, where scripts run.
async function checkPage(browser, context, page) {
  const html = await page.content();
  const url = page.url();
  const storageState = await context.storageState();
  const second = await browser.newContext({ bypassCSP: true, storageState, viewport: NARROW });
  try {
    const copy = await second.newPage();
    const plain = { status: 200, contentType: "text/html; charset=utf-8", body: html };
    const asked = url.split("#")[0];
    await copy.route((address) => address.href.split("#")[0] === asked, (route) => route.fulfill(plain));
    await copy.goto(asked);
    const broken = await copy.evaluate(openAndLook);
    same(broken, [], `${url}: broken`);
    same(await axe(copy), [], `${url}: axe`);
  } finally {
    await second.close();
  }
}

// What axe has against a page that is open where scripts run, folded parts opened first.
export async function axe(page) {
  await page.evaluate(openAndLook);
  await page.evaluate(AXE);
  const found = await page.evaluate(
    (tags) => globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } }),
    RULES,
  );
  return found.violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.map((n) => `${n.html}\n  ${n.failureSummary}`).join("\n  ")}`);
}

// Runs in the page: opens what is folded, then looks for what axe does not.
export function openAndLook() {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  const broken = [];
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    const id = decodeURIComponent(link.getAttribute("href").slice(1));
    if (id && !document.getElementById(id)) broken.push(`a link to #${id}, which is not on the page`);
  }
  // Data for search engines is no script: the browser never runs it.
  if (document.querySelector('[style], style, script:not([src]):not([type="application/ld+json"])')) broken.push("an inline style or script");
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].find((e) => e.getBoundingClientRect().right > clientWidth + 1);
    broken.push(`scrolls sideways at ${clientWidth} pixels: ${scrollWidth}; ${wide?.outerHTML.slice(0, 120)}`);
  }
  return broken;
}

export function same(found, expected, what) {
  const [a, b] = [found, expected].map((value) => JSON.stringify(value, null, 2));
  if (a !== b) throw new Error(`${what}: ${Array.isArray(found) ? found.join("\n") : a}${b === "[]" ? "" : `, expected ${b}`}`);
}

export function ensure(condition, what) {
  if (!condition) throw new Error(what);
}
