//! As much HTTP as the journey needs, over a plain socket: nothing between the test and the bytes.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// One answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    /// A header by its lower-case name; empty where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(header, _)| header == name).map_or("", |(_, value)| value)
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("not JSON ({error}): {}", self.body))
    }

    /// The hidden inputs of the form that posts to `action`, in page order.
    pub(crate) fn hidden_inputs(&self, action: &str) -> Vec<(String, String)> {
        let mut forms = self.body.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next());
        let posts_here = |form: &&str| attribute(form, "action").is_some_and(|value| value.ends_with(action));
        let form = forms.find(posts_here).unwrap_or_else(|| panic!("no form posts to {action}:\n{}", self.body));
        let inputs = form.split("<input").skip(1);
        let hidden = inputs.filter(|input| attribute(input, "type").as_deref() == Some("hidden"));
        hidden
            .map(|input| (attribute(input, "name").unwrap_or_default(), attribute(input, "value").unwrap_or_default()))
            .collect()
    }
}

/// The value of an attribute in the tag whose inside `tag` starts with.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = tag.split('>').next()?;
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let (value, _) = rest.split_once('"')?;
    let escapes = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&#x2F;", "/")];
    let plain = escapes.iter().fold(value.to_owned(), |text, (escape, plain)| text.replace(escape, plain));
    Some(plain.replace("&amp;", "&"))
}

/// The pairs as a browser would write them.
pub(crate) fn form_body(pairs: &[(String, String)]) -> String {
    let encode = |text: &str| {
        let escaped = text.bytes().map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'*' => char::from(byte).to_string(),
            b' ' => "+".to_owned(),
            other => format!("%{other:02X}"),
        });
        escaped.collect::<String>()
    };
    pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>().join("&")
}

/// A server at `host:port`.
pub(crate) struct Client {
    address: String,
}

impl Client {
    /// For an address as it is printed: `http://127.0.0.1:8080/`.
    pub(crate) fn new(url: &str) -> Self {
        let address = url.trim_start_matches("http://").split('/').next().unwrap_or_default().to_owned();
        Self { address }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "")
    }

    /// Posts a form as a browser on this site would.
    pub(crate) fn post_form(&self, path: &str, pairs: &[(String, String)]) -> Answer {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        self.send("POST", path, &headers, &form_body(pairs))
    }

    pub(crate) fn post_json(&self, path: &str, key: &str, body: &serde_json::Value) -> Answer {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        self.send("POST", path, &headers, &body.to_string())
    }

    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.send_raw(&self.request(method, path, headers, body))
    }

    fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> String {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.address);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
        head + body
    }

    /// The same as [`Client::post_json`] to a server that may be gone: none where no whole answer came.
    pub(crate) fn try_post_json(&self, path: &str, key: &str, body: &serde_json::Value) -> Option<Answer> {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        let bytes = self.exchange(&self.request("POST", path, &headers, &body.to_string())).ok()?;
        let answer = bytes.windows(4).any(|four| four == b"\r\n\r\n").then(|| read_answer(&bytes))?;
        let length: usize = answer.header("content-length").parse().ok()?;
        (answer.body.len() == length).then_some(answer)
    }

    /// Sends bytes as they are.
    pub(crate) fn send_raw(&self, request: &str) -> Answer {
        read_answer(&self.exchange(request).expect("the answer comes to its end"))
    }

    fn exchange(&self, request: &str) -> std::io::Result<Vec<u8>> {
        let mut socket = TcpStream::connect(&self.address)?;
        socket.set_read_timeout(Some(Duration::from_secs(30)))?;
        socket.write_all(request.as_bytes())?;
        let mut bytes = Vec::new();
        socket.read_to_end(&mut bytes).map(|_| bytes)
    }
}

fn read_answer(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an HTTP answer");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers: Vec<_> = headers.map(|(name, value)| (name.to_lowercase(), value.trim().to_owned())).collect();
    let mut answer = Answer { status: status.expect("a status"), headers, body: String::new() };
    let body = &bytes[end + 4..];
    let whole = if answer.header("transfer-encoding") == "chunked" { unchunk(body) } else { body.to_vec() };
    answer.body = String::from_utf8(whole).expect("UTF-8");
    answer
}

fn unchunk(mut rest: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(line) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&rest[..line]).ok().and_then(|hex| usize::from_str_radix(hex.trim(), 16).ok());
        let size = size.expect("a chunk's size");
        whole.extend_from_slice(&rest[line + 2..line + 2 + size]);
        rest = &rest[line + 2 + size + 2..];
        if size == 0 {
            break;
        }
    }
    whole
}
