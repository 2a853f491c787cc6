// Every page the service can answer with, as the bytes it sends: each page of the sitemap, and each answer of the
// intake, the refusals too. Each is {name, url, status, html}.
import { ensure, same } from "./browser.mjs";

const FORM = "application/x-www-form-urlencoded";
const ANSWERS = {
  "patient.name": "Ottoline Marsh", "patient.hospital": "alderbrook", "patient.ward": "Wren Ward",
  "legal.route": "not-sure", help_wanted: "Someone to come with me to the ward round.",
};
const TOO_LARGE = 200 * 1024;

export async function allAnswers(site) {
  const { origin } = new URL(site);
  const pages = [];
  const take = async (name, path, status, options = {}) => {
    const url = origin + path;
    const answer = await fetch(url, { redirect: "manual", ...options });
    const html = await answer.text();
    same(answer.status, status, `status of ${name}`);
    if (/^text\/html/.test(answer.headers.get("content-type") ?? "")) pages.push({ name, url, status, html });
    return { answer, html };
  };
  for (const path of await sitemap(origin)) await take(`page ${path}`, path, 200);
  await take("no such page", "/no-such-page/", 404);
  await take("the page kept for an address that has none", "/404.html", 200);
  await refusals(take);
  await journey(take);
  return pages;
}

async function sitemap(origin) {
  const xml = await (await fetch(`${origin}/sitemap.xml`)).text();
  const paths = [...xml.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, loc]) => new URL(loc).pathname);
  ensure(paths.length > 30, `the sitemap names only ${paths.length} pages`);
  return paths;
}

const post = (fields, headers = {}) => ({
  method: "POST",
  headers: { "content-type": FORM, ...headers },
  body: new URLSearchParams(fields).toString(),
});

async function refusals(take) {
  for (const type of ["patient", "nearest-relative", "responsible-clinician", "amhp"]) {
    await take(`the form of ${type} with every problem`, `/referral/${type}`, 422, post({}));
  }
  await take("the form of Easy Read with every problem", "/referral/patient", 422, post({ easy: "yes" }));
  await take("somebody who may not ask", "/referral/friend", 422, post(ANSWERS));
  await take("a body too large", "/referral/patient", 413, post({ help_wanted: "a".repeat(TOO_LARGE) }));
  await take("a body of another type", "/referral/patient", 415, { ...post({}), headers: { "content-type": "text/plain" } });
  await take("another method", "/referral/patient", 405, { method: "PUT" });
  await take("a body nobody can read", "/referral/patient", 400, { ...post({}), body: "patient.name=%ff%fe" });
  await take("a post from another site", "/referral/patient", 403, post(ANSWERS, { "sec-fetch-site": "cross-site" }));
  await take("a confirmation nobody was given", "/referral/sent/0123456789?received=1", 404);
}

async function journey(take) {
  const { html } = await take("check your answers", "/referral/patient", 200, post(ANSWERS));
  const warned = { ...ANSWERS, "patient.nhs_number": "999 123 4567", "referrer.type": "amhp" };
  await take("a form with answers kept", "/referral/amhp", 422, post(warned));
  const change = { ...ANSWERS, change: "help_wanted" };
  await take("a form opened to change an answer", "/referral/patient", 200, post(change));
  const unsigned = { ...ANSWERS, "referrer.type": "patient", issued: "altered" };
  await take("check again, with a notice", "/referral/send", 200, post(unsigned));
  const [, issued] = /name="issued" value="([^"]+)"/.exec(html) ?? [];
  ensure(issued, "the check page carries no issue time");
  const sent = post({ ...ANSWERS, "referrer.type": "patient", issued });
  const { answer } = await take("sent", "/referral/send", 303, sent);
  const { pathname, search } = new URL(answer.headers.get("location"), answer.url);
  await take("confirmation", pathname + search, 200);
}
