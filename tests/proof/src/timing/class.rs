//! Deliveries that differ in where their signature is wrong, or in which secret made it.

use super::judge::SECRETS;
use rand::rngs::SmallRng;
use rand::{Rng as _, RngCore as _, SeedableRng as _};
use std::fmt;
use std::str::FromStr;
use veriff_verify::signature::{Secret, sign};

/// A kind of delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Forged: right but for the first digit of the signature.
    FirstDigit,
    /// Forged: right but for the last digit.
    LastDigit,
    /// Forged: no digit is right.
    Scattered,
    /// Genuine, by the first of five secrets.
    FirstSecret,
    /// Genuine, by the last of them.
    LastSecret,
}

/// All of them.
pub const ALL: [Class; 5] = [
    Class::FirstDigit,
    Class::LastDigit,
    Class::Scattered,
    Class::FirstSecret,
    Class::LastSecret,
];

/// A delivery: as short a message as there is, so that the comparison is much of the time.
#[derive(Clone, Default)]
pub(crate) struct Sample {
    pub(crate) message: Vec<u8>,
    pub(crate) signature: Vec<u8>,
}

/// So many different ones of a class.
pub(crate) fn samples(class: Class, count: usize, random: &mut SmallRng) -> Vec<Sample> {
    (0..count).map(|_| sample(class, random)).collect()
}

/// One of a class. Digits stay digits, and letters letters, wherever they stand: what an attacker chooses is
/// alike in all classes, since how long it takes to read a letter is no secret.
pub(crate) fn sample(class: Class, random: &mut SmallRng) -> Sample {
    let [first, .., last] = SECRETS;
    let secret = match class {
        Class::LastSecret => last,
        _ => first,
    };
    let (message, mut signature) = loop {
        let mut message = vec![0; 32];
        random.fill_bytes(&mut message);
        let signature = signature(secret, &message);
        if letters(&signature) == 24 {
            break (message, signature);
        }
    };
    // One draw in every class, so that the next message is the same.
    let choices = &mut SmallRng::seed_from_u64(random.next_u64());
    match class {
        Class::FirstDigit => change(signature.first_mut(), choices),
        Class::LastDigit => change(signature.last_mut(), choices),
        Class::Scattered => signature
            .iter_mut()
            .for_each(|digit| change(Some(digit), choices)),
        Class::FirstSecret | Class::LastSecret => {}
    }
    Sample { message, signature }
}

fn signature(secret: &str, message: &[u8]) -> Vec<u8> {
    let secret = Secret::new(secret).expect("a secret");
    sign(&secret, message).to_hex().into_bytes()
}

fn letters(signature: &[u8]) -> usize {
    let letter = |digit: &&u8| digit.is_ascii_alphabetic();
    signature.iter().filter(letter).count()
}

/// Another digit: a letter for a letter.
fn change(digit: Option<&mut u8>, random: &mut SmallRng) {
    let Some(digit) = digit else { return };
    let old = *digit;
    while *digit == old {
        *digit = match old {
            b'0'..=b'9' => random.random_range(b'0'..=b'9'),
            _ => random.random_range(b'a'..=b'f'),
        };
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FirstDigit => "first digit wrong",
            Self::LastDigit => "last digit wrong",
            Self::Scattered => "all digits wrong",
            Self::FirstSecret => "first of 5 secrets",
            Self::LastSecret => "last of 5 secrets",
        })
    }
}

impl FromStr for Class {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let mut all = ALL.into_iter();
        all.find(|class| class.to_string() == name)
            .ok_or("no such class")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timing::Judge;

    #[test]
    fn each_class_is_what_it_is_called_and_both_judges_say_so() {
        let mut random = SmallRng::seed_from_u64(1);
        for class in ALL {
            assert_eq!(class.to_string().parse(), Ok(class));
            for _ in 0..10 {
                let sample = sample(class, &mut random);
                let [first, .., last] = SECRETS.map(|it| signature(it, &sample.message));
                let wrong = |right: &[u8]| {
                    let pairs = right.iter().zip(&sample.signature).enumerate();
                    let wrong = pairs.filter(|(_, (a, b))| a != b);
                    wrong.map(|(place, _)| place).collect::<Vec<_>>()
                };
                match class {
                    Class::FirstDigit => assert_eq!(wrong(&first), [0]),
                    Class::LastDigit => assert_eq!(wrong(&first), [63]),
                    Class::Scattered => assert_eq!(wrong(&first).len(), 64),
                    Class::FirstSecret => assert!(wrong(&first).is_empty()),
                    Class::LastSecret => assert!(wrong(&last).is_empty()),
                }
                assert_eq!(letters(&sample.signature), 24);
                let genuine = matches!(class, Class::FirstSecret | Class::LastSecret);
                for judge in [Judge::Ours, Judge::Leaky] {
                    let judged = judge.ready().judge(&sample.message, &sample.signature);
                    assert_eq!(judged, genuine, "{class}");
                }
            }
        }
    }
}
