//! Letters written as files: each appears whole or not at all.

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use super::message::Ready;
use super::{Accepted, Checked, PostError};

#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the letter under a name made of its date and id: writing it again gives no second file.
    pub(super) async fn write(&self, ready: &Ready) -> Result<Accepted, PostError> {
        let name = ready.file_name.clone();
        let raw = ready.raw.clone();
        let folder = self.path.clone();
        let answer = format!("written as {}", super::mask_addresses(&name));
        off_the_runtime(move || place(&folder, &name, &raw)).await?;
        Ok(Accepted { answer })
    }

    pub(super) async fn check(&self) -> Result<Checked, PostError> {
        let folder = self.path.clone();
        off_the_runtime(move || {
            let probe = folder.join(format!(".probe-{}", std::process::id()));
            fs::create_dir_all(&folder)?;
            fs::write(&probe, b"")?;
            fs::remove_file(&probe)
        })
        .await?;
        Ok(Checked::Folder)
    }
}

fn place(folder: &Path, name: &str, raw: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    // The dot hides the unfinished file from readers of the folder.
    let unfinished = folder.join(format!(".{name}.{}", std::process::id()));
    // It holds an address, and a link that answers in the customer's name.
    let file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished);
    let written = file.and_then(|mut file| {
        file.write_all(raw)?;
        file.sync_all()
    });
    let placed = written.and_then(|()| fs::rename(&unfinished, folder.join(name)));
    if placed.is_err() && unfinished.exists() {
        fs::remove_file(&unfinished)?;
    }
    placed
}

async fn off_the_runtime<F>(work: F) -> Result<(), PostError>
where
    F: FnOnce() -> io::Result<()> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(PostError::Unreachable(format!("the folder: {error}"))),
        Err(error) => Err(PostError::Unreachable(format!("the folder: {error}"))),
    }
}
