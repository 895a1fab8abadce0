//! What the kernel says that programs used, in CPU seconds so far.

use std::{fs, path::Path};

/// A process, its living children, and those that it has buried.
pub fn of_family(parent: u32) -> f64 {
    let ticks: u64 = fs::read_dir("/proc")
        .expect("/proc")
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter_map(|pid| {
            let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
            // The name, in brackets, may hold blanks; after it stand state, parent, …
            let fields: Vec<&str> = text.rsplit_once(") ")?.1.split(' ').collect();
            let number = |place: usize| fields.get(place).and_then(|field| field.parse::<u64>().ok());
            let own = number(11)? + number(12)?;
            let buried = number(13)? + number(14)?;
            match number(1)? {
                _ if pid == parent => Some(own + buried),
                its if its == u64::from(parent) => Some(own),
                _ => None,
            }
        })
        .sum();
    // Linux counts in hundredths of a second for every program, whatever its own clock.
    ticks as f64 / 100.0
}

/// The private database in this data folder.
pub fn of_database(data: &Path) -> f64 {
    let text = fs::read_to_string(data.join("postgres/postmaster.pid")).expect("a running server");
    of_family(text.lines().next().and_then(|line| line.parse().ok()).expect("its number"))
}
