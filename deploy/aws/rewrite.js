// Runs at CloudFront's edge before the cache is asked. Only what cloudfront-js-2.0 knows.

var COMPRESSED = /\.(html|css|js|json|svg|txt|xml|webmanifest)$/;

function takes(request, encoding) {
  var accepted = request.headers["accept-encoding"];
  if (!accepted) return false;
  return accepted.value.split(",").some(function (part) {
    var pieces = part.trim().toLowerCase().split(/\s*;\s*/);
    return pieces[0] === encoding && !/^q=0(\.0*)?$/.test(pieces[1] || "");
  });
}

function handler(event) {
  var request = event.request;
  var uri = request.uri;

  if (uri.endsWith("/")) {
    uri += "index.html";
  } else if (uri.lastIndexOf(".") < uri.lastIndexOf("/")) {
    // One address for each page. No query is carried on: no page of ours has one. One slash only in front: `//` would
    // lead to another host.
    var place = "/" + uri.replace(/^[\/\\]+/, "") + "/";
    return {
      statusCode: 301,
      statusDescription: "Moved Permanently",
      headers: { location: { value: place }, "cache-control": { value: "max-age=3600" } },
    };
  }

  // `deploy/aws/publish` puts these beside each file, pressed harder than the edge would.
  if (COMPRESSED.test(uri)) {
    if (takes(request, "br")) uri += ".br";
    else if (takes(request, "gzip")) uri += ".gz";
  }
  request.uri = uri;
  return request;
}
