//! Reading and setting a cookie. Only the desk has one; the public site sets none.

use http::HeaderMap;
use http::header::COOKIE;

/// Every value sent under this name: a browser may send several, from other paths.
pub fn values<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(move |(key, _)| *key == name).map(|(_, value)| value)
}

/// The value of `Set-Cookie` for a cookie that scripts cannot read, that no other site's request carries, and that is
/// sent under `path` alone. It ends with the browser.
#[must_use]
pub fn set(name: &str, value: &str, path: &str) -> String {
    format!("{name}={value}; HttpOnly; SameSite=Strict; Path={path}")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn values_come_from_every_line_by_exact_name() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("a=1; imha-desk-1=x;imha-desk-11=no"));
        headers.append(COOKIE, HeaderValue::from_static("imha-desk-1=y"));
        assert_eq!(values(&headers, "imha-desk-1").collect::<Vec<_>>(), ["x", "y"]);
        assert_eq!(set("a", "b", "/c/"), "a=b; HttpOnly; SameSite=Strict; Path=/c/");
    }
}
