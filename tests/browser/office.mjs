// Head office on a full day: a folder with forty referrals, and a desk for each of two people.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { newHome } from "./service.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const PASSPHRASE = "three wet otters";
const BINARIES = dirname(process.env.IMHA_BIN ?? join(ROOT, "target/debug/imha"));

export async function openOffice() {
  const home = newHome();
  const data = join(home, "data");
  execFileSync(join(BINARIES, "examples/forty"), [data, "BW"], { stdio: "inherit" });
  const desks = [];
  return {
    desk: async (staff) => {
      const desk = await startDesk(data, staff);
      desks.push(desk);
      return desk;
    },
    deskWithPassphrase: async (staff) => {
      const [key, file] = [join(home, `${staff}.age`), join(home, `${staff}.passphrase`)];
      writeFileSync(file, `${PASSPHRASE}\n`);
      const env = { ...process.env, IMHA_STAFF: staff, IMHA_PASSPHRASE_FILE: file };
      const run = (...verb) => execFileSync(join(BINARIES, "head-office"), ["--data", data, ...verb], { env, stdio: ["ignore", "pipe", "ignore"] });
      appendFileSync(join(data, "recipients.txt"), run("keys", "new", staff, "--out", key));
      try {
        run("keys", "rotate");
      } catch (ended) {
        // Two of the forty are sealed to keys that nobody here has, and it says so.
        if (ended.status !== 1) throw ended;
      }
      const desk = await startDesk(data, staff, { IMHA_IDENTITY: key, IMHA_PASSPHRASE_FILE: file });
      desks.push(desk);
      return { desk, passphrase: PASSPHRASE };
    },
    close: async () => {
      await Promise.all(desks.map((desk) => desk.end()));
      rmSync(home, { recursive: true, force: true });
    },
  };
}

// `next()` waits for the address that a locked desk prints.
async function startDesk(data, staff, more = {}) {
  const args = ["--data", data, "serve", "--desk", "127.0.0.1:0"];
  const child = spawn(join(BINARIES, "head-office"), args, {
    env: { ...process.env, IMHA_STAFF: staff, ...more }, stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value } = await lines.next();
    const [, address] = /^desk (http:\S+)$/.exec(value ?? "") ?? [];
    if (!address) throw new Error(`the desk of ${staff} printed ${value}`);
    return address;
  };
  const end = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  return { address: await next(), next, end };
}
