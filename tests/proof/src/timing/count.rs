//! The instructions that a judgement takes, counted by valgrind: the same at every run on one machine.

use super::{Class, Judge, class};
use rand::SeedableRng as _;
use rand::rngs::SmallRng;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;

/// How many judgements are counted at once.
pub const JUDGEMENTS: usize = 20;

/// What twenty judgements of this class take, by a run of `program`, this package's own, under
/// valgrind; none if that is not there.
pub fn instructions(program: &Path, judge: Judge, class: Class) -> Option<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        // To the end of the name: closures in it would switch it off again.
        .arg("--toggle-collect=*timing::judge::Ready::judge")
        .arg(program)
        .args(["judge", &judge.to_string(), &class.to_string()])
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    collected(&String::from_utf8_lossy(&output.stderr))
}

/// What is run under valgrind.
pub fn judge(judge: Judge, class: Class) {
    let mut random = SmallRng::seed_from_u64(5);
    // The same signatures for both secrets: the one that made them goes to the end.
    let (judged, class) = match class {
        Class::LastSecret => (judge.reversed(), Class::FirstSecret),
        _ => (judge.ready(), class),
    };
    for sample in class::samples(class, JUDGEMENTS, &mut random) {
        black_box(judged.judge(black_box(&sample.message), black_box(&sample.signature)));
    }
}

/// The sum in callgrind's last words, such as `==17== Collected : 12345`.
fn collected(words: &str) -> Option<u64> {
    let line = words.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_read_from_callgrinds_last_words() {
        let words = "==1== Events    : Ir\n==1== Collected : 12345\n==1== \n";
        assert_eq!(collected(words), Some(12345));
        assert_eq!(collected("valgrind: no such program"), None);
    }
}
