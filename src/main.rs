//! The `otklik` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    otklik::cli::main()
}
