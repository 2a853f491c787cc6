//! imha
fn main(){}
