//! What goes out to the public: smaller files, each text beside its `.br` and `.gz`, so that a server need not compress.

use std::borrow::Cow;
use std::io::{Read as _, Result};

use brotli::CompressorReader;
use flate2::Compression;
use flate2::bufread::GzEncoder;

use crate::minify;

/// Ends of files that shrink; pictures are compressed already.
const TEXTS: [&str; 9] = ["html", "css", "js", "json", "xml", "txt", "svg", "webmanifest", "ics"];
/// Brotli's best, and the window it may look back over: pages are far smaller.
const BROTLI: (u32, u32) = (11, 22);
const BUFFER: usize = 4096;

/// Writes a file as the public gets it, and its compressed neighbours. The same bytes give the same bytes: the header of
/// a `.gz` carries neither name nor time.
pub(crate) fn write(path: &str, bytes: &[u8], write: impl Fn(&str, &[u8]) -> Result<()>) -> Result<()> {
    let bytes = smaller(path, bytes);
    write(path, &bytes)?;
    if is_text(path) {
        write(&format!("{path}.br"), &brotli(&bytes)?)?;
        write(&format!("{path}.gz"), &gzip(&bytes)?)?;
    }
    Ok(())
}

/// What a file weighs on its way to a reader: texts compressed as every browser understands it, pictures as they are.
pub(crate) fn weight(path: &str, bytes: &[u8]) -> Result<usize> {
    if is_text(path) { Ok(gzip(&smaller(path, bytes))?.len()) } else { Ok(bytes.len()) }
}

/// The bytes of a file as the public gets them.
pub(crate) fn smaller<'a>(path: &str, bytes: &'a [u8]) -> Cow<'a, [u8]> {
    match (ending(path), std::str::from_utf8(bytes)) {
        ("css", Ok(sheet)) => Cow::Owned(minify::css(sheet).into_bytes()),
        _ => Cow::Borrowed(bytes),
    }
}

/// Whether a file is worth compressing.
fn is_text(path: &str) -> bool {
    TEXTS.contains(&ending(path))
}

fn ending(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, ending)| ending)
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    CompressorReader::new(bytes, BUFFER, BROTLI.0, BROTLI.1).read_to_end(&mut out)?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    GzEncoder::new(bytes, Compression::best()).read_to_end(&mut out)?;
    Ok(out)
}
