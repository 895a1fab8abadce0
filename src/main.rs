//! The `otklik` program.

fn main() {}
