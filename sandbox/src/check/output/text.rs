//! The report for a terminal.

use std::io::{self, Write};

use crate::check::catalogue::Check;
use crate::check::outcome::{Exchange, Outcome};
use crate::check::report::{Entry, Report};

/// Colours, or none.
pub trait Paint {
    /// A heading.
    fn bold(&self, text: &str) -> String;
    /// Something of less weight.
    fn dim(&self, text: &str) -> String;
    /// Something that went well.
    fn good(&self, text: &str) -> String;
    /// Something that did not.
    fn bad(&self, text: &str) -> String;
}

/// No colours.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl Paint for Plain {
    fn bold(&self, text: &str) -> String {
        text.to_owned()
    }
    fn dim(&self, text: &str) -> String {
        text.to_owned()
    }
    fn good(&self, text: &str) -> String {
        text.to_owned()
    }
    fn bad(&self, text: &str) -> String {
        text.to_owned()
    }
}

/// So much of each body is shown.
const WIDTH: usize = 300;
/// So many of a failure's last exchanges are shown.
const LAST: usize = 4;

/// One line for a check that ended.
pub fn summary(entry: &Entry, paint: &dyn Paint) -> String {
    let word = match &entry.outcome {
        Outcome::Passed { .. } => paint.good("passed     "),
        Outcome::Failed { .. } => paint.bad("FAILED     "),
        Outcome::ByHand { .. } => paint.dim("by hand    "),
        Outcome::NotChecked(_) => paint.dim("not checked"),
    };
    format!(
        "  {word}  {:<28}  {}",
        entry.check.name,
        paint.dim(entry.check.title)
    )
}

/// What follows the lines: each failure with its evidence, what is left to do, and the totals.
///
/// # Errors
/// Writing fails.
pub fn write_details(out: &mut dyn Write, report: &Report, paint: &dyn Paint) -> io::Result<()> {
    for entry in report.ended("failed") {
        let Outcome::Failed { finding, evidence } = &entry.outcome else {
            continue;
        };
        writeln!(
            out,
            "\n{} {}",
            paint.bad("FAILED"),
            paint.bold(entry.check.name)
        )?;
        writeln!(out, "  {}", entry.check.title)?;
        writeln!(out, "\n  {}", paint.bold(&finding.to_string()))?;
        let left_out = evidence.len().saturating_sub(LAST);
        if left_out > 0 {
            writeln!(
                out,
                "\n  {}",
                paint.dim(&format!("({left_out} requests before)"))
            )?;
        }
        for exchange in evidence.iter().skip(left_out) {
            writeln!(out)?;
            for line in exchange_lines(exchange) {
                writeln!(out, "    {}", paint.dim(&cut(&line)))?;
            }
        }
        explain(out, entry.check, paint)?;
    }
    list(out, report, paint, "not-checked", "Not checked")?;
    list(out, report, paint, "by-hand", "By hand")?;
    let totals = report.totals();
    let failed = format!("{} failed", totals.failed);
    writeln!(
        out,
        "\n{}, {}, {} not checked, {} by hand, in {:.1} s{}",
        paint.good(&format!("{} passed", totals.passed)),
        if totals.failed > 0 {
            paint.bad(&failed)
        } else {
            failed
        },
        totals.not_checked,
        totals.by_hand,
        report.elapsed.as_secs_f64(),
        match report.slowest {
            Some(slowest) => format!("; slowest answer {} ms", slowest.as_millis()),
            None => String::new(),
        }
    )
}

fn explain(out: &mut dyn Write, check: &Check, paint: &dyn Paint) -> io::Result<()> {
    writeln!(out, "\n  {} {}", paint.bold("Why it matters:"), check.why)?;
    writeln!(out, "  {} {}", paint.bold("How to mend it:"), check.mend)
}

fn list(
    out: &mut dyn Write,
    report: &Report,
    paint: &dyn Paint,
    outcome: &str,
    heading: &str,
) -> io::Result<()> {
    let mut entries = report.ended(outcome).peekable();
    if entries.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "\n{}", paint.bold(heading))?;
    for entry in entries {
        let name = entry.check.name;
        match &entry.outcome {
            Outcome::NotChecked(why) => {
                writeln!(out, "  {name:<28}  {}", paint.dim(&why.to_string()))?;
            }
            Outcome::ByHand { steps } => {
                writeln!(out, "  {name:<28}  {}", entry.check.title)?;
                for (index, step) in steps.iter().enumerate() {
                    let step = format!("{}. {step}", index + 1);
                    writeln!(out, "  {:<28}  {}", "", paint.dim(&step))?;
                }
            }
            Outcome::Passed { .. } | Outcome::Failed { .. } => {}
        }
    }
    Ok(())
}

/// A request and its answer, as lines.
pub(super) fn exchange_lines(exchange: &Exchange) -> Vec<String> {
    let mut lines = vec![
        format!("# {}", exchange.step),
        format!("→ {} {}", exchange.method, exchange.url),
    ];
    lines.extend(
        exchange
            .headers
            .iter()
            .map(|(name, value)| format!("  {name}: {value}")),
    );
    if !exchange.body.is_empty() {
        lines.push(format!("  {}", one_line(&exchange.body)));
    }
    let elapsed = exchange.elapsed_ms;
    lines.push(match (exchange.status, &exchange.error) {
        (Some(status), _) => format!("← {status} after {elapsed} ms"),
        (None, Some(error)) => format!("← {error} after {elapsed} ms"),
        (None, None) => "← nothing".to_owned(),
    });
    if !exchange.answer.is_empty() {
        lines.push(format!("  {}", one_line(&exchange.answer)));
    }
    lines
}

/// Bytes that would steer a terminal, or break the line, become spaces.
fn one_line(text: &str) -> String {
    let printable = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(printable).collect()
}

fn cut(line: &str) -> String {
    match line.char_indices().nth(WIDTH) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line.to_owned(),
    }
}
