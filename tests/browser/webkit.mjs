// Every person who may refer in WebKitGTK, by its own WebDriver, on a screen that nobody sees (Xvfb). `tests/run` calls
// it; where Debian's packages are not installed it says so and is skipped.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ensure } from "./browser.mjs";
import { walkAll } from "./engine.mjs";
import { found, startService } from "./service.mjs";

const missing = ["WebKitWebDriver", "Xvfb"].filter((program) => !found(program));
if (missing.length) {
  console.log(`SKIPPED the journeys in WebKitGTK: this machine has no ${missing.join(" and no ")}`);
  process.exit(0);
}

const PATIENCE_MS = 20_000;
// The key, as WebDriver writes it.
const ENTER = "\uE006";
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const children = [];
const home = mkdtempSync(join(tmpdir(), "imha-webkit-"));

function start(program, args, more = {}) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "ignore"], ...more });
  children.push(child);
  return child;
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

async function startScreen() {
  const screen = start("Xvfb", ["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1024x900x24"]);
  const [number] = await once(createInterface({ input: screen.stdout }), "line");
  return `:${number}`;
}

// A WebDriver session: `ask(method, path, body)` gives the value of the answer.
async function openSession() {
  const port = await freePort();
  const env = {
    ...process.env, DISPLAY: await startScreen(), GDK_BACKEND: "x11", LIBGL_ALWAYS_SOFTWARE: "1", NO_AT_BRIDGE: "1",
    WEBKIT_DISABLE_COMPOSITING_MODE: "1", HOME: home, XDG_RUNTIME_DIR: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home,
  };
  start("WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" });
  const ask = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  for (let waited = 0; ; waited += 200) {
    if (await ask("GET", "/status").then(() => true, () => false)) break;
    ensure(waited < PATIENCE_MS, "WebKitWebDriver does not answer");
    await pause(200);
  }
  const { sessionId } = await ask("POST", "/session", { capabilities: {} });
  return (method, path, body) => ask(method, `/session/${sessionId}${path}`, body);
}

function driverOf(ask) {
  return {
    run: (script) => ask("POST", "/execute/sync", { script: `return (${script})`, args: [] }),
    goto: (url) => ask("POST", "/url", { url }),
    type: async (selector, text) => {
      const element = await ask("POST", "/element", { using: "css selector", value: selector });
      await ask("POST", `/element/${Object.values(element)[0]}/value`, { text: text.replaceAll("\n", ENTER) });
    },
    url: () => ask("GET", "/url"),
  };
}

const service = await startService();
try {
  process.exitCode = Math.min(1, await walkAll("webkit", service.site, driverOf(await openSession())));
} finally {
  for (const child of children.reverse()) child.kill();
  service.kill();
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
