// `imha`, as a person starts it, on ports and data of its own.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const PATIENCE_MS = 60_000;

// Where a program is; empty where it is not installed.
export const found = (name) => {
  try {
    return execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
};

export const newHome = () => mkdtempSync(join(tmpdir(), "imha-browser-"));

// `wrap`: a command in front of it, such as one that sets its clock; `more`: further options.
export async function startService(home = newHome(), wrap = [], more = []) {
  const binary = process.env.IMHA_BIN ?? join(ROOT, "target/debug/imha");
  const args = ["--site", "127.0.0.1:0", "--desk", "127.0.0.1:0", "--data", join(home, "data"), ...more];
  const env = { ...process.env, IMHA_STAFF: "BW" };
  const [program, ...rest] = [...wrap, binary, ...args];
  const child = spawn(program, rest, { cwd: ROOT, env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const addresses = await readAddresses(child, ended);

  const kill = () => {
    child.kill("SIGKILL");
    rmSync(home, { recursive: true, force: true });
  };
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`imha had already ended by itself, with ${child.exitCode ?? child.signalCode}`);
    }
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    const [code, signal] = await ended;
    clearTimeout(late);
    if (code !== 0) throw new Error(`imha ended with ${code ?? signal}`);
  };
  return { ...addresses, end, kill };
}

async function readAddresses(child, ended) {
  const found = {};
  const all = new Promise((done) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [, kind, url] = /^(site|desk) (http:\S+)/.exec(line) ?? [];
      if (kind) found[kind] = url;
      if (found.site && found.desk) done();
    });
  });
  const gone = ended.then(([code, signal]) => {
    throw new Error(`imha ended with ${code ?? signal} before it printed its addresses`);
  });
  gone.catch(() => {});
  const late = new Promise((_, fail) => {
    setTimeout(() => fail(new Error("imha printed no addresses")), PATIENCE_MS).unref();
  });
  await Promise.race([all, gone, late]);
  return found;
}
