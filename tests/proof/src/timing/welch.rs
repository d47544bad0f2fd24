//! Welch's t-test over two classes of times: whether their means differ by more than chance explains.

/// Limits beyond which times are left out, as shares of all; one of them is none.
const KEPT: [f64; 8] = [1.0, 0.999, 0.99, 0.95, 0.9, 0.8, 0.7, 0.5];

/// The times of two classes, in nanoseconds.
#[derive(Clone, Debug, Default)]
pub struct Times {
    left: Vec<f64>,
    right: Vec<f64>,
}

impl Times {
    /// Adds a time.
    pub fn add(&mut self, is_left: bool, time: f64) {
        let times = if is_left {
            &mut self.left
        } else {
            &mut self.right
        };
        times.push(time);
    }

    /// The median of each class.
    pub fn medians(&self) -> (f64, f64) {
        let median = |times: &[f64]| percentile(&sorted(times), 0.5);
        (median(&self.left), median(&self.right))
    }

    /// How many times each class has.
    pub fn counts(&self) -> (usize, usize) {
        (self.left.len(), self.right.len())
    }

    /// The t that is farthest from zero, over all limits. The noise of a machine is on one side, and much
    /// larger than what a comparison could leak: each limit leaves out another part of it.
    pub fn t(&self) -> f64 {
        let all = sorted(&[self.left.as_slice(), &self.right].concat());
        let tests = KEPT.map(|share| {
            let limit = percentile(&all, share);
            let kept = |times: &[f64]| Moments::of(times.iter().copied().filter(|it| *it <= limit));
            t(&kept(&self.left), &kept(&self.right))
        });
        let farther = |a: f64, b: f64| if b.abs() > a.abs() { b } else { a };
        tests.into_iter().fold(0.0, farther)
    }
}

/// Number, mean and variance.
struct Moments {
    count: f64,
    mean: f64,
    variance: f64,
}

impl Moments {
    /// By Welford's way, which loses no digits.
    fn of(times: impl Iterator<Item = f64>) -> Self {
        let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
        for time in times {
            count += 1.0;
            let off = time - mean;
            mean += off / count;
            squares += off * (time - mean);
        }
        Self {
            count,
            mean,
            variance: squares / (count - 1.0),
        }
    }
}

/// Welch's t; none is zero, as is that of too few.
fn t(left: &Moments, right: &Moments) -> f64 {
    let spread = (left.variance / left.count + right.variance / right.count).sqrt();
    match spread > 0.0 {
        true => (left.mean - right.mean) / spread,
        false => 0.0,
    }
}

fn sorted(times: &[f64]) -> Vec<f64> {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times
}

fn percentile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1) as f64;
    let place = (last * share).round() as usize;
    sorted.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::rngs::SmallRng;
    use rand::{Rng as _, SeedableRng as _};

    #[test]
    fn t_is_what_a_statistician_computes() {
        // Two samples whose means, variances and t are reckoned by hand: 3, 2.5; 5, 2.5; -2 / sqrt(1).
        let (left, right) = ([1.0, 2.0, 3.0, 4.0, 5.0], [3.0, 4.0, 5.0, 6.0, 7.0]);
        let (left, right) = (
            Moments::of(left.into_iter()),
            Moments::of(right.into_iter()),
        );
        assert!((left.variance - 2.5).abs() < 1e-12);
        assert!((t(&left, &right) + 2.0).abs() < 1e-12);
        let same = Moments::of([4.0, 4.0].into_iter());
        assert!(t(&same, &same).abs() < 1e-12);
        assert!(Times::default().t().abs() < 1e-12);
    }

    /// Times of two classes, the second later by so much, under noise a thousand times that.
    fn noisy(later: f64) -> Times {
        let mut random = SmallRng::seed_from_u64(3);
        let mut times = Times::default();
        for _ in 0..20_000 {
            let is_left = random.random::<bool>();
            let mut time = 1000.0 + random.random_range(0.0..50.0);
            if random.random_bool(0.05) {
                time += random.random_range(0.0..20_000.0);
            }
            times.add(is_left, if is_left { time } else { time + later });
        }
        times
    }

    #[test]
    fn a_small_difference_under_large_noise_is_found_and_none_is_not() {
        assert!(noisy(20.0).t() < -10.0, "{}", noisy(20.0).t());
        assert!(noisy(0.0).t().abs() < 4.5, "{}", noisy(0.0).t());
    }
}
