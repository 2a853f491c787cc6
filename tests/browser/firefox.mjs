// Every person who may refer in Firefox ESR, by WebDriver BiDi. `tests/run` calls it; where Firefox is not installed it
// says so and is skipped.
import puppeteer from "puppeteer-core";
import { walkAll } from "./engine.mjs";
import { found, startService } from "./service.mjs";

const firefox = process.env.FIREFOX ?? (found("firefox-esr") || found("firefox"));
if (!firefox) {
  console.log("SKIPPED the journeys in Firefox: it is not installed");
  process.exit(0);
}

const service = await startService();
const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefox, headless: true });
try {
  const page = await browser.newPage();
  process.exitCode = Math.min(1, await walkAll("firefox", service.site, {
    goto: (url) => page.goto(url, { waitUntil: "domcontentloaded" }),
    type: (selector, text) => page.type(selector, text),
    run: (script) => page.evaluate(script),
    url: async () => page.url(),
  }));
} finally {
  await browser.close();
  service.kill();
}
