// Runs at CloudFront's edge before the cache is asked. Only what cloudfront-js-2.0 knows.

// The folder of the pages that are live. `deploy/aws/publish` writes it, and to publish this is all that makes a release live.
var RELEASE = "";

var COMPRESSED = /\.(html|css|js|json|svg|txt|xml|webmanifest)$/;

function takes(request, encoding) {
  var accepted = request.headers["accept-encoding"];
  if (!accepted) return false;
  return accepted.value.split(",").some(function (part) {
    var pieces = part.trim().toLowerCase().split(/\s*;\s*/);
    return pieces[0] === encoding && !/^q=0(\.0*)?$/.test(pieces[1] || "");
  });
}

// The text that a path stands for: percent-decoded where that gives UTF-8, accents as one sign with their letter.
function decoded(path) {
  var text = path;
  try {
    text = decodeURIComponent(path.replace(/%(?![0-9a-fA-F]{2})/g, "%25"));
  } catch (broken) {
    text = path;
  }
  return composed(text);
}

// CloudFront's JavaScript may not know how.
function composed(text) {
  return text.normalize ? text.normalize("NFC") : text;
}

// A part of an address as somebody typed it, as addresses are written: small letters, digits and hyphens, other scripts.
function typed(part) {
  var named = part.toLowerCase().replace(/['’]/g, "").replace(/[\0-\/:-@\[-`{-\x7f]+/g, "-").replace(/^-|-$/g, "");
  // An accent may now stand beside another letter than before.
  return composed(named || part);
}

// The one address of a page or file. The last part of a file's, with a dot in it, is as the file is called; so are
// addresses that standards give. `site-gen/src/address.rs` does the same.
function written(path) {
  var parts = path.split("/").filter(function (part) { return part !== ""; });
  var standard = parts[0] === ".well-known";
  var isFile = parts.length > 0 && !path.endsWith("/") && parts[parts.length - 1].indexOf(".") >= 0;
  var names = standard ? 0 : parts.length - (isFile ? 1 : 0);
  var named = parts.map(function (part, at) { return at < names ? typed(part) : part; });
  return "/" + named.join("/") + (parts.length === 0 || isFile || standard ? "" : "/");
}

// An error page for 404 stands for the whole site (site.tf), so the API's own never comes from behind it.
function api(request) {
  if (request.uri === "/api/referrals" || request.uri === "/api/openapi.json") return request;
  var detail = "There are /api/referrals and /api/openapi.json. The phone number is on the start page.";
  return {
    statusCode: 404,
    statusDescription: "Not Found",
    headers: { "content-type": { value: "application/problem+json" }, "cache-control": { value: "no-store" } },
    body: JSON.stringify({ type: "about:blank", title: "No such address", status: 404, detail: detail, problems: [] }),
  };
}

// A release can be looked at before it is live: by its name in a header, as the smoke test does.
function release(request) {
  var asked = request.headers["imha-release"];
  var name = asked && /^[0-9A-Za-z_-]+$/.test(asked.value) ? asked.value : RELEASE;
  return name ? "/" + name : "";
}

function handler(event) {
  var request = event.request;
  if (request.uri.indexOf("/referral/") === 0) return request;
  if (request.uri.indexOf("/api/") === 0) return api(request);

  var path = decoded(request.uri);
  var address = written(path);
  var uri = address.split("/").map(encodeURIComponent).join("/");

  if (address !== path) {
    // No query is carried on: no page of ours has one.
    return {
      statusCode: 301,
      statusDescription: "Moved Permanently",
      headers: { location: { value: uri }, "cache-control": { value: "max-age=3600" } },
    };
  }
  if (uri.endsWith("/")) uri += "index.html";

  // What has a hash in its name is one for all releases (redraw.py): a page that is open asks for it after the next one.
  if (uri.indexOf("/assets/") !== 0) uri = release(request) + uri;
  // These lie beside each file, compressed harder than the edge would.
  if (COMPRESSED.test(uri)) {
    if (takes(request, "br")) uri += ".br";
    else if (takes(request, "gzip")) uri += ".gz";
  }
  request.uri = uri;
  return request;
}
