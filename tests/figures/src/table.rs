//! A table of measurements, the same one for a person at a terminal and for the page of figures.
//!
//! ```
//! use figures::table::Table;
//!
//! let mut table = Table::new(["step", "ours", "theirs"]);
//! table.row(["create a session", "4", "8"]);
//! table.total(["in all", "14", "31"]);
//! assert_eq!(
//!     table.to_string(),
//!     "step              ours  theirs\n\
//!      ----------------  ----  ------\n\
//!      create a session     4       8\n\
//!      ----------------  ----  ------\n\
//!      in all              14      31\n"
//! );
//! assert_eq!(
//!     table.markdown(),
//!     "| step | ours | theirs |\n\
//!      |---|--:|--:|\n\
//!      | create a session | 4 | 8 |\n\
//!      | **in all** | **14** | **31** |\n"
//! );
//! ```

use std::fmt;
use std::time::Duration;

/// A table. Its `Display` is text in columns; [`markdown`](Self::markdown) is for the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    columns: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    cells: Vec<String>,
    total: bool,
}

impl Table {
    /// A table without rows. The first column names things; the others hold numbers, and stand to the right.
    pub fn new<C: Into<String>>(columns: impl IntoIterator<Item = C>) -> Self {
        Self {
            columns: columns.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row. Cells that are missing are empty.
    pub fn row<C: Into<String>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.add(cells, false);
    }

    /// Adds a row that sums up those above it: after a rule in the text, bold in markdown.
    pub fn total<C: Into<String>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.add(cells, true);
    }

    fn add<C: Into<String>>(&mut self, cells: impl IntoIterator<Item = C>, total: bool) {
        let mut cells: Vec<_> = cells.into_iter().map(Into::into).collect();
        cells.resize(self.columns.len(), String::new());
        self.rows.push(Row { cells, total });
    }

    /// The table for a page.
    pub fn markdown(&self) -> String {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let rule = self.columns.iter().enumerate();
        let rule: Vec<_> = rule
            .map(|(place, _)| if place == 0 { "---" } else { "--:" })
            .collect();
        let mut page = format!("{}|{}|\n", line(&self.columns), rule.join("|"));
        for Row { cells, total } in &self.rows {
            let cells = cells.iter().map(|cell| match cell.as_str() {
                cell if *total && !cell.is_empty() => format!("**{cell}**"),
                cell => cell.replace('|', "\\|"),
            });
            page += &line(&cells.collect::<Vec<_>>());
        }
        page
    }

    fn widths(&self) -> Vec<usize> {
        let width = |place: usize, name: &String| {
            let cells = self.rows.iter().filter_map(|row| row.cells.get(place));
            let widest = cells.map(|cell| cell.chars().count()).max();
            name.chars().count().max(widest.unwrap_or(0))
        };
        let columns = self.columns.iter().enumerate();
        columns.map(|(place, name)| width(place, name)).collect()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths = self.widths();
        let line = |cells: &[String]| {
            let cells = cells.iter().zip(&widths).enumerate();
            let cells = cells.map(|(place, (cell, width))| match place {
                0 => format!("{cell:<width$}"),
                _ => format!("{cell:>width$}"),
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        let rule: Vec<_> = widths.iter().map(|width| "-".repeat(*width)).collect();
        let rule = rule.join("  ");
        writeln!(f, "{}\n{rule}", line(&self.columns))?;
        for row in &self.rows {
            if row.total {
                writeln!(f, "{rule}")?;
            }
            writeln!(f, "{}", line(&row.cells))?;
        }
        Ok(())
    }
}

/// A whole number with its thousands apart: `1,000,000`.
pub fn count(number: impl TryInto<u64>) -> String {
    let digits = number.try_into().unwrap_or(u64::MAX).to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number with no more decimals than tell something: `1,234`, `12.3`, `0.5`, `14`.
pub fn number(number: f64) -> String {
    let decimals = match number.abs() {
        it if it >= 100.0 || it.fract() == 0.0 => 0,
        it if it >= 10.0 => 1,
        it if it >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{number:.decimals$}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if whole.starts_with('-') { "-" } else { "" };
    let whole = whole.trim_start_matches('-').parse::<u64>();
    let whole = format!("{sign}{}", count(whole.unwrap_or(u64::MAX)));
    match rest.trim_end_matches('0') {
        "" => whole,
        rest => format!("{whole}.{rest}"),
    }
}

/// A time in the unit that suits it, with three digits: `850 ns`, `4.21 ms`, `12.3 s`.
pub fn time(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let (value, unit) = match seconds {
        it if it >= 1.0 => (it, "s"),
        it if it >= 1e-3 => (it * 1e3, "ms"),
        it if it >= 1e-6 => (it * 1e6, "µs"),
        it => (it * 1e9, "ns"),
    };
    let decimals = match value {
        it if it >= 100.0 => 0,
        it if it >= 10.0 => 1,
        _ => 2,
    };
    format!("{value:.decimals$} {unit}")
}

/// How many times as much: `27×`, `1.8×`.
pub fn ratio(more: f64, less: f64) -> String {
    let times = more / less;
    let decimals = usize::from(times < 10.0) + usize::from(times < 1.0);
    format!("{times:.decimals$}×")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_read_them() {
        assert_eq!(count(7_u64), "7");
        assert_eq!(count(1_234_567_usize), "1,234,567");
        let numbers = [0.0, 0.5, 14.0, 12.34, 1234.5, -2.5, 1_000_000.0];
        let read = numbers.map(number);
        assert_eq!(
            read,
            ["0", "0.5", "14", "12.3", "1,234", "-2.5", "1,000,000"]
        );
        let times = [850, 4_210_000, 12_340_000_000].map(|it| time(Duration::from_nanos(it)));
        assert_eq!(times, ["850 ns", "4.21 ms", "12.3 s"]);
        assert_eq!(ratio(270.0, 10.0), "27×");
        assert_eq!(ratio(9.0, 5.0), "1.8×");
        assert_eq!(ratio(1.0, 4.0), "0.25×");
    }

    #[test]
    fn a_bar_in_a_cell_ends_no_cell() {
        let mut table = Table::new(["a|b"]);
        table.row(["c|d"]);
        assert!(table.markdown().ends_with("| c\\|d |\n"));
    }
}
