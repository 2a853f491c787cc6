// Lighthouse as a phone sees the page. Its speed figure is for the bench; here only what is either so or not.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { FLAGS, browserPath, same } from "./browser.mjs";

const CATEGORIES = ["accessibility", "best-practices", "seo"];
// Nothing here is timed, so nothing is waited for once the page has loaded.
const WAITS = { pauseAfterFcpMs: 0, pauseAfterLoadMs: 0, networkQuietThresholdMs: 200, cpuQuietThresholdMs: 0 };

const TRIES = 3;

export async function lighthousePages(urls) {
  const chrome = await launch({ chromePath: browserPath(), chromeFlags: FLAGS, logLevel: "silent" });
  const lost = [];
  try {
    for (const url of urls) {
      const lhr = await looked(url, chrome.port);
      lost.push(...CATEGORIES.flatMap((name) => below100(lhr, name)).map((said) => `${url}: ${said}`));
    }
  } finally {
    await chrome.kill();
  }
  same(lost, [], "Lighthouse");
}

// On a busy machine Chromium now and then draws nothing in time. That is no finding about the page: ask again.
async function looked(url, port) {
  const settings = { onlyCategories: CATEGORIES, throttlingMethod: "simulate", disableFullPageScreenshot: true, ...WAITS };
  let lhr;
  for (let tries = 0; tries < TRIES; tries += 1) {
    ({ lhr } = await lighthouse(url, { port, logLevel: "error" }, { extends: "lighthouse:default", settings }));
    if (!lhr.runtimeError) return lhr;
  }
  throw new Error(`${url}: ${lhr.runtimeError.code}: ${lhr.runtimeError.message}`);
}

function below100(lhr, name) {
  const { score, auditRefs } = lhr.categories[name];
  if (score === 1) return [];
  const failed = auditRefs.filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1);
  return [`${name} ${Math.round(score * 100)}: ${failed.map(({ id }) => `${id} (${lhr.audits[id].title})`).join(", ")}`];
}
