//! Room on the disk. Without it every step fails in a way of its own (linkers crash, databases are malformed),
//! and none says why.

use std::fmt;
use std::path::Path;

use crate::run::Run;

/// What a whole run writes into a fresh clone, tools and npm packages included, as `du` says.
const WHOLE_RUN: Kilobytes = Kilobytes(9_500_000);
/// With less than this left, a step may have failed for want of it.
const HARDLY_ANY: Kilobytes = Kilobytes(1_000_000);

/// A text to print before the first run in a clone, if there is too little room for it.
pub(crate) fn warning_before(root: &Path) -> Option<String> {
    // Not by `target`, which is there as soon as cargo has built this program.
    let is_first = !root.join(".tools").exists();
    let free = free(root).filter(|free| is_first && *free < WHOLE_RUN)?;
    Some(format!(
        "warning: {free} are free where the workspace lies, and a whole run writes about {WHOLE_RUN} into a fresh clone"
    ))
}

/// A text to print when steps have failed, if that may be for want of room.
pub(crate) fn warning_after(root: &Path) -> Option<String> {
    let free = free(root).filter(|free| *free < HARDLY_ANY)?;
    Some(format!(
        "the disk is full or nearly so ({free} are free), which alone may be why: `cargo clean` makes room"
    ))
}

/// What the file system that holds the workspace has left, as POSIX's `df` says it.
fn free(root: &Path) -> Option<Kilobytes> {
    parse(&Run::new("df", ["-P", "-k", "."]).output(root)?)
}

/// The fourth column of the second line.
fn parse(table: &str) -> Option<Kilobytes> {
    let available = table.lines().nth(1)?.split_whitespace().nth(3)?;
    available.parse().ok().map(Kilobytes)
}

/// Blocks of 1024 bytes, shown in GB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kilobytes(u64);

impl fmt::Display for Kilobytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} GB", self.0 as f64 * 1024.0 / 1e9)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_is_what_df_calls_available() {
        let table = "Filesystem     1024-blocks     Used Available Capacity Mounted on\n\
                     /dev/vda         264239092 25802872  69000488      28% /\n";
        assert_eq!(parse(table), Some(Kilobytes(69_000_488)));
        assert_eq!(parse("df: no such file\n"), None);
        assert_eq!(Kilobytes(69_000_488).to_string(), "70.7 GB");
    }
}
