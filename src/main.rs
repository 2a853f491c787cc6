//! imha
fn main() {}
