//! What callgrind writes: instructions by function and by the file of each line, inlined ones too.
//!
//! The [format](https://valgrind.org/docs/manual/cl-format.html) gives every name a number when it first
//! comes, and only the number later.

use std::collections::{BTreeMap, HashMap};

/// Where instructions were executed: a function, and the file of the line, which is another one's where
/// that was inlined.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as the compiler was told it; `???` where nobody knows.
    pub file: String,
    /// The function that was not inlined.
    pub function: String,
}

/// Instructions by place; what a function calls is counted with what it calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile(pub BTreeMap<Place, u64>);

impl Profile {
    /// Reads callgrind's file.
    pub fn parse(text: &str) -> Self {
        let mut files = Names::default();
        let mut functions = Names::default();
        let mut file = String::new();
        let mut function = String::new();
        let mut counts = BTreeMap::new();
        let mut of_a_call = false;
        for line in text.lines() {
            match line.split_once('=') {
                Some(("fl" | "fi" | "fe", name)) => file = files.read(name),
                Some(("fn", name)) => function = functions.read(name),
                // What is called is named with the same numbers.
                Some(("cfi" | "cfl", name)) => drop(files.read(name)),
                Some(("cfn", name)) => drop(functions.read(name)),
                Some(("calls", _)) => of_a_call = true,
                // Headers, and the objects that functions are in.
                Some(_) => {}
                None if line.starts_with(|c: char| c.is_ascii_digit() || "+-*".contains(c)) => {
                    let count = line.split_whitespace().nth(1);
                    let count: u64 = count.and_then(|it| it.parse().ok()).unwrap_or(0);
                    // The line after a call says what the call cost.
                    if !std::mem::take(&mut of_a_call) {
                        let place = Place {
                            file: file.clone(),
                            function: function.clone(),
                        };
                        *counts.entry(place).or_default() += count;
                    }
                }
                None => {}
            }
        }
        Self(counts)
    }

    /// What this run executed more than a shorter one.
    pub fn since(&self, shorter: &Self) -> Self {
        let more = self.0.iter().map(|(place, count)| {
            let before = shorter.0.get(place).copied().unwrap_or(0);
            (place.clone(), count.saturating_sub(before))
        });
        Self(more.filter(|(_, count)| *count > 0).collect())
    }

    /// All instructions.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// The functions that cost most, the dearest first, each with all its lines.
    pub fn dearest(&self, count: usize) -> Vec<(String, u64)> {
        let mut functions = BTreeMap::<_, u64>::new();
        for (place, instructions) in &self.0 {
            *functions.entry(&place.function).or_default() += instructions;
        }
        let mut functions: Vec<_> = functions
            .into_iter()
            .map(|(name, instructions)| (name.clone(), instructions))
            .collect();
        functions.sort_by_key(|(_, instructions)| std::cmp::Reverse(*instructions));
        functions.truncate(count);
        functions
    }
}

#[derive(Default)]
struct Names(HashMap<String, String>);

impl Names {
    /// From `(7) name` or `(7)`.
    fn read(&mut self, text: &str) -> String {
        let Some((number, name)) = text.split_once(')') else {
            return text.to_owned();
        };
        let name = name.trim();
        if name.is_empty() {
            return self.0.get(number).cloned().unwrap_or_default();
        }
        self.0.insert(number.to_owned(), name.to_owned());
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: &str = "version: 1\ncreator: callgrind\npositions: line\nevents: Ir\n\n\
        ob=(1) /bin/function\nfl=(1) /src/a.rs\nfn=(1) crate_a::one\n12 100\nfi=(2) /src/b.rs\n+3 20\n\
        fe=(1)\ncfi=(3) /src/c.rs\ncfn=(2) crate_c::two\ncalls=7 30\n* 5000\n-2 4\n\n\
        fl=(3)\nfn=(2)\n30 5000\n\ntotals: 5124\n";

    fn count(profile: &Profile, file: &str, function: &str) -> u64 {
        let place = Place {
            file: file.into(),
            function: function.into(),
        };
        profile.0.get(&place).copied().unwrap_or(0)
    }

    #[test]
    fn a_call_is_counted_where_it_goes_and_inlined_lines_where_they_come_from() {
        let profile = Profile::parse(SHORT);
        assert_eq!(count(&profile, "/src/a.rs", "crate_a::one"), 104);
        assert_eq!(count(&profile, "/src/b.rs", "crate_a::one"), 20);
        assert_eq!(count(&profile, "/src/c.rs", "crate_c::two"), 5000);
        assert_eq!(profile.total(), 5124);
        assert_eq!(profile.dearest(1), [("crate_c::two".to_owned(), 5000)]);
    }

    #[test]
    fn the_longer_run_tells_what_was_more() {
        let longer = Profile::parse(&SHORT.replace("30 5000", "30 9000"));
        let more = longer.since(&Profile::parse(SHORT));
        assert_eq!(more.total(), 4000);
        assert_eq!(count(&more, "/src/c.rs", "crate_c::two"), 4000);
    }
}
