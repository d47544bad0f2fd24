//! How long a comparison takes, and whether that tells anything of what it was compared with.
//!
//! Statistically, as dudect does ([Reparaz, Balasch, Verbauwhede 2017](https://eprint.iacr.org/2016/1123)):
//! deliveries of two classes in random turn, Welch's t-test over the times, once for each of several
//! limits beyond which times are left out as the machine's own noise. And exactly, where valgrind is: the
//! number of [instructions](count) that each class takes.
//!
//! A leaky comparison goes through all of it as well, so that a leak is seen to be found.

pub mod class;
pub mod count;
mod javascript;
mod judge;
mod report;
pub mod welch;

pub use class::Class;
pub use judge::Judge;
pub use report::{Report, Row, page};

use class::Sample;
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;
use welch::Times;

/// Beyond this, dudect speaks of a leak.
pub const LEAK: f64 = 10.0;

/// Different deliveries of each class at most: few of them, again and again, would differ by themselves.
const POOL: usize = 16_384;

/// Classes that nobody may tell apart by the time they take.
pub const PAIRS: [(Class, Class); 3] = [
    (Class::FirstDigit, Class::LastDigit),
    (Class::Scattered, Class::LastDigit),
    (Class::FirstSecret, Class::LastSecret),
];

/// Times each pair with both judges; counts where `program`, this package's own, can be run by valgrind.
pub fn run(samples: usize, program: Option<&Path>, mut progress: impl FnMut(&str)) -> Report {
    let mut rows = Vec::new();
    for judge in [Judge::Ours, Judge::Leaky] {
        for (left, right) in PAIRS {
            progress(&format!("{judge}: {left} against {right}"));
            let count = |class| program.and_then(|it| count::instructions(it, judge, class));
            rows.push(Row {
                judge: judge.to_string(),
                classes: (left.to_string(), right.to_string()),
                times: compare(judge, left, right, samples),
                instructions: count(left).zip(count(right)),
            });
        }
    }
    Report { samples, rows }
}

/// The same in JavaScript, on the packed npm package; none where that is not built.
pub fn run_javascript(samples: usize) -> Option<Report> {
    javascript::run(samples)
}

/// Times two classes in random turn.
pub fn compare(judge: Judge, left: Class, right: Class, samples: usize) -> Times {
    let mut random = SmallRng::seed_from_u64(17);
    let pool = POOL.min(samples / 8);
    let [left, right] = [left, right].map(|class| class::samples(class, pool, &mut random));
    let judged = judge.ready();
    let mut times = Times::default();
    let mut sample = Sample::default();
    for number in 0..samples {
        let is_left = random.random::<bool>();
        let class = if is_left { &left } else { &right };
        // Into one place, so that no class is nearer to the processor.
        sample.clone_from(&class[number % pool]);
        let start = Instant::now();
        black_box(judged.judge(black_box(&sample.message), black_box(&sample.signature)));
        let took = start.elapsed().as_nanos() as f64;
        // What comes first is cold.
        if number >= samples / 20 {
            times.add(is_left, took);
        }
    }
    times
}
