//! `import`.

use super::{Ending, Fault};
use crate::config::Config;

#[derive(clap::Args)]
pub struct Args {}

pub async fn run(_args: Args, _config: Config) -> Result<Ending, Fault> {
    Err("not built yet".into())
}
