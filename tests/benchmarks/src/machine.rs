//! What a measurement was made on.

use std::fmt;
use std::process::Command;

/// The machine and the programs on it.
#[derive(Clone, Debug)]
pub struct Machine {
    /// The processor's name.
    pub processor: String,
    /// How many threads it offers to us.
    pub cores: usize,
    /// Its memory, in GB, where the system says.
    pub memory: Option<u64>,
    /// Name and version of each program.
    pub programs: Vec<String>,
}

impl Machine {
    /// This one.
    pub fn this() -> Self {
        let programs = [["rustc", "-V"], ["node", "-v"], ["python3", "-V"]];
        Self {
            processor: field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".into()),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory: field("/proc/meminfo", "MemTotal").and_then(|total| gigabytes(&total)),
            programs: programs
                .into_iter()
                .filter_map(|[name, flag]| version(name, flag))
                .collect(),
        }
    }
}

/// What comes after `name:` in a file of the system's.
fn field(file: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// From `16384 kB`, rounded.
fn gigabytes(total: &str) -> Option<u64> {
    let kibibytes: u64 = total.strip_suffix("kB")?.trim().parse().ok()?;
    Some((kibibytes * 1024 + 500_000_000) / 1_000_000_000)
}

/// `rustc 1.95.0`, `Node 20.20.2`, `Python 3.11.7`.
fn version(program: &str, flag: &str) -> Option<String> {
    let output = Command::new(program).arg(flag).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let text = text.trim();
    Some(match text.strip_prefix('v') {
        Some(number) => format!("Node {number}"),
        None => text.split(" (").next().unwrap_or(text).to_owned(),
    })
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            processor, cores, ..
        } = self;
        write!(f, "{processor}, {cores} threads")?;
        if let Some(memory) = self.memory {
            write!(f, ", {memory} GB of memory")?;
        }
        write!(f, ", {} {}", std::env::consts::OS, std::env::consts::ARCH)?;
        for program in &self.programs {
            write!(f, ", {program}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_told_in_gigabytes() {
        assert_eq!(gigabytes("16384000 kB"), Some(17));
        assert_eq!(gigabytes("lots"), None);
    }

    #[test]
    fn this_machine_has_a_compiler() {
        let machine = Machine::this().to_string();
        assert!(machine.contains("rustc 1."), "{machine}");
    }
}
