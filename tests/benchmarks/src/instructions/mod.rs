//! Where the instructions of a webhook go: the function's binary under callgrind.
//!
//! A run of N verifications and one of 2 N differ by N: so what starting takes is not counted. Callgrind
//! counts what the processor executes for the program, and nothing of the kernel. It has no SHA
//! instructions: SHA-256 is counted as on a processor without them.

mod area;
mod profile;

pub use area::Area;
pub use profile::{Place, Profile};

use crate::intake::{Delivery, Kind, Person, Side};
use crate::lambda::Program;
use figures::table::{Table, count};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use system_tests::World;

/// Functions that a person is shown.
const DEAREST: usize = 25;

/// What one webhook executes, on average over those of a verification.
#[derive(Clone, Debug)]
pub struct Instructions {
    webhooks: u64,
    areas: BTreeMap<Area, u64>,
    dearest: Vec<(String, u64)>,
}

/// Counts the instructions of this binary, built with its names; `tick` is called after each run.
///
/// # Panics
/// Valgrind is not installed.
pub async fn measure(binary: &Path, verifications: usize, mut tick: impl FnMut()) -> Instructions {
    let mut runs = Vec::new();
    for times in 1..=2 {
        runs.push(run(binary, verifications * times).await);
        tick();
    }
    let more = runs[1].since(&runs[0]);
    let webhooks = (verifications * Kind::VERIFICATION.len()) as u64;
    let mut areas = BTreeMap::<_, u64>::new();
    for (place, instructions) in &more.0 {
        *areas.entry(Area::of(place)).or_default() += instructions;
    }
    let each = |instructions: u64| instructions / webhooks;
    Instructions {
        webhooks,
        areas: areas
            .into_iter()
            .map(|(area, all)| (area, each(all)))
            .collect(),
        dearest: more
            .dearest(DEAREST)
            .into_iter()
            .map(|(name, all)| (name, each(all)))
            .collect(),
    }
}

async fn run(binary: &Path, verifications: usize) -> Profile {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("callgrind.out");
    let program = Program::new("valgrind")
        .argument("--tool=callgrind")
        .argument("--quiet")
        // The file of every line, so that what was inlined is known.
        .argument("--dump-line=yes")
        .argument(format!("--callgrind-out-file={}", file.display()))
        .argument(binary);
    let world = World::new().await;
    let side = Side::function(&world, program, &world.sandbox.dynamodb).await;
    let people = Person::several(verifications);
    side.seed(&people).await;
    for kind in Kind::VERIFICATION {
        let deliveries = people.iter().map(|person| Delivery::new(kind, person));
        side.deliver(kind, &deliveries.collect::<Vec<_>>()).await;
    }
    side.end().await;
    let text = std::fs::read_to_string(&file);
    Profile::parse(&text.expect("callgrind writes its file when it is asked to end"))
}

impl Instructions {
    /// All of them.
    pub fn total(&self) -> u64 {
        self.areas.values().sum()
    }

    /// What would remain of them without the SDK's own work, memory management and logs.
    pub fn shortest(&self) -> u64 {
        let remaining = self.areas.iter().filter(|(area, _)| area.remains());
        remaining.map(|(_, instructions)| instructions).sum()
    }

    /// The section of the page of figures.
    pub fn markdown(&self) -> String {
        format!(
            "{}\n\n{}\n{}",
            self.about(),
            self.table().markdown(),
            self.conclusion()
        )
    }

    fn about(&self) -> String {
        format!(
            "Instructions of the deployed function for one webhook, on average over {} webhooks (started, \
             submitted, a decision of 2 kB), counted by callgrind as the difference of two runs and told \
             apart by the crate of the source line. The kernel's are not counted. Callgrind plays a \
             processor without SHA instructions; with them, SHA-256 takes a fraction.",
            count(self.webhooks)
        )
    }

    fn table(&self) -> Table {
        let total = self.total().max(1);
        let share = |part: u64| format!("{:.0}%", 100.0 * part as f64 / total as f64);
        let mut areas: Vec<_> = self.areas.iter().collect();
        areas.sort_by_key(|(_, instructions)| std::cmp::Reverse(**instructions));
        let mut table = Table::new(["for", "instructions", "share"]);
        for (area, instructions) in areas {
            table.row([
                area.name().to_owned(),
                count(*instructions),
                share(*instructions),
            ]);
        }
        table.total(["a webhook".to_owned(), count(total), share(total)]);
        table
    }

    fn conclusion(&self) -> String {
        let (total, shortest) = (self.total().max(1), self.shortest());
        let ours = self
            .areas
            .iter()
            .filter(|(area, _)| matches!(area, Area::Sha256 | Area::Fold | Area::Compression));
        let ours: u64 = ours.map(|(_, instructions)| instructions).sum();
        format!(
            "The shortest path that remains: an intake that checks, keeps and writes the same with less \
             would still hash, read, fold, compress, take the event from the runtime API, and write, sign \
             and send its requests: {} of {} instructions ({:.0}%) with the same crates, {} of them for \
             hashing, reading, folding and compressing alone.",
            count(shortest),
            count(total),
            100.0 * shortest as f64 / total as f64,
            count(ours),
        )
    }
}

impl fmt::Display for Instructions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n", self.table(), self.conclusion())?;
        let mut table = Table::new([
            "the dearest functions, with what is inlined",
            "instructions",
        ]);
        for (name, instructions) in &self.dearest {
            let name: String = name.chars().take(100).collect();
            table.row([name, count(*instructions)]);
        }
        writeln!(f, "{table}")
    }
}
