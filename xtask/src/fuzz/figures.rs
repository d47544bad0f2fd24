//! The table of a run, for the terminal and for the page of figures.

use std::fs;
use std::io;
use std::path::Path;

use super::target::Outcome;

const PAGE: &str = "tests/figures/README.md";
const BEGIN: &str = "<!-- fuzz -->";
const END: &str = "<!-- /fuzz -->";

/// A table in Markdown, padded so that a terminal shows it well.
pub(super) fn table(outcomes: &[Outcome]) -> String {
    let head = [
        "target",
        "executions",
        "per second",
        "inputs before",
        "after",
        "found",
    ];
    let rows = outcomes.iter().map(|it| {
        let (before, after) = it.inputs;
        let numbers = [it.executions, it.per_second, before as u64, after as u64];
        let mut row = vec![format!("`{}`", it.name)];
        row.extend(numbers.map(grouped));
        row.push(it.failures().to_string());
        row
    });
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    lines.extend(rows);
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            lines
                .iter()
                .map(|line| line[column].len())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let rule = widths
        .iter()
        .enumerate()
        .map(|(column, width)| match column {
            0 => "-".repeat(*width),
            _ => format!("{}:", "-".repeat(width - 1)),
        });
    lines.insert(1, rule.collect());
    let lines = lines.iter().map(|line| {
        let cells = line.iter().zip(&widths).enumerate();
        let cells = cells.map(|(column, (cell, width))| match column {
            0 => format!("{cell:width$}"),
            _ => format!("{cell:>width$}"),
        });
        format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
    });
    lines.collect()
}

/// Writes the section of the page.
pub(super) fn record(root: &Path, outcomes: &[Outcome], seconds: u32) -> io::Result<()> {
    let executions = outcomes.iter().map(|it| it.executions).sum();
    let found: usize = outcomes.iter().map(Outcome::failures).sum();
    let section = format!(
        "libFuzzer ran each property of any bytes from outside (`tests/fuzz`) for {seconds} seconds, with \
         AddressSanitizer and overflow checks: {} executions, {found} findings. Inputs are those of the corpus \
         in the repository and what runs on this machine have added.\n\n{}",
        grouped(executions),
        table(outcomes)
    );
    let path = root.join(PAGE);
    let page = fs::read_to_string(&path)?;
    let page = replaced(&page, &section).ok_or_else(|| {
        io::Error::other(format!("{PAGE} has no section between {BEGIN} and {END}"))
    })?;
    fs::write(path, page)
}

fn replaced(page: &str, section: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    let section = section.trim();
    Some(format!("{before}{BEGIN}\n\n{section}\n\n{END}{after}"))
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_markdown_with_thousands_apart() {
        let outcome = Outcome {
            name: "fold".into(),
            executions: 1_234_567,
            per_second: 890,
            inputs: (7, 12),
            findings: vec![],
        };
        let expected = "\
| target | executions | per second | inputs before | after | found |
| ------ | ---------: | ---------: | ------------: | ----: | ----: |
| `fold` |  1,234,567 |        890 |             7 |    12 |     0 |
";
        assert_eq!(table(&[outcome]), expected);
    }

    #[test]
    fn the_section_is_exchanged_and_nothing_around_it() {
        let page = format!("a\n{BEGIN}\nold\n{END}\nb\n");
        let expected = format!("a\n{BEGIN}\n\nnew\n\n{END}\nb\n");
        assert_eq!(replaced(&page, "new\n").as_deref(), Some(&*expected));
        assert_eq!(replaced("a", "new"), None);
    }
}
