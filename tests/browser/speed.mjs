// How fast a phone on a slow network shows the main pages, by Lighthouse: `node tests/browser/speed.mjs`. Prints the
// median of three for each; a figure to read, not a test. IMHA_BIN names another binary than the debug build.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { FLAGS, browserPath } from "./browser.mjs";
import { startService } from "./service.mjs";

const PAGES = ["/", "/questions/", "/refer/", "/refer/patient/", "/refer/amhp/", "/easy-read/", "/leaflet/"];
const RUNS = 3;

const service = await startService();
const chrome = await launch({ chromePath: browserPath(), chromeFlags: FLAGS, logLevel: "silent" });
try {
  for (const path of PAGES) {
    const runs = [];
    for (let n = 0; n < RUNS; n += 1) runs.push(await measured(new URL(path, service.site).href));
    runs.sort((a, b) => a.score - b.score);
    const { score, paint } = runs[Math.floor(RUNS / 2)];
    console.log(`${path.padEnd(18)} performance ${Math.round(score * 100)}, largest paint ${Math.round(paint)} ms`);
  }
  await service.end();
} finally {
  await chrome.kill();
  service.kill();
}

async function measured(url) {
  const settings = { onlyCategories: ["performance"], throttlingMethod: "simulate" };
  const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: "error" }, { extends: "lighthouse:default", settings });
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  return { score: lhr.categories.performance.score, paint: lhr.audits["largest-contentful-paint"].numericValue };
}
