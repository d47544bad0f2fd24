//! What takes micro- or milliseconds, measured beside its peers: all in one run, in turn, so that whatever
//! else the machine does befalls them alike.

use std::time::{Duration, Instant};

/// How long one goes on before it is the next one's turn.
const TURN: Duration = Duration::from_millis(10);

/// One of those that are compared.
pub struct Contender<'a> {
    name: &'static str,
    work: Box<dyn FnMut() + 'a>,
}

impl<'a> Contender<'a> {
    /// Does `work` over and over.
    pub fn new(name: &'static str, work: impl FnMut() + 'a) -> Self {
        Self {
            name,
            work: Box::new(work),
        }
    }
}

/// The median time of each one's work, over so many rounds in which each has a turn. Each round begins with
/// another one.
pub fn medians(rounds: usize, mut contenders: Vec<Contender<'_>>) -> Vec<(&'static str, Duration)> {
    let calls: Vec<_> = contenders.iter_mut().map(calls_in_a_turn).collect();
    let mut times = vec![Vec::new(); contenders.len()];
    for round in 0..rounds.max(1) {
        for offset in 0..contenders.len() {
            let place = (round + offset) % contenders.len();
            let since = Instant::now();
            for _ in 0..calls[place] {
                (contenders[place].work)();
            }
            times[place].push(since.elapsed() / calls[place]);
        }
    }
    let names = contenders.iter().map(|contender| contender.name);
    let medians = times.iter_mut().map(|times| median(times));
    names.zip(medians).collect()
}

/// Warms up, and finds how often the work is done in a turn.
fn calls_in_a_turn(contender: &mut Contender<'_>) -> u32 {
    let since = Instant::now();
    let mut calls = 0;
    while since.elapsed() < TURN {
        (contender.work)();
        calls += 1;
    }
    calls
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sleeps_longer_is_told_to_be_slower() {
        let sleep = |millis| move || std::thread::sleep(Duration::from_millis(millis));
        let told = medians(
            3,
            vec![
                Contender::new("slow", sleep(20)),
                Contender::new("fast", sleep(1)),
            ],
        );
        assert_eq!((told[0].0, told[1].0), ("slow", "fast"));
        assert!(told[0].1 >= Duration::from_millis(20));
        assert!(told[0].1 > told[1].1);
    }
}
