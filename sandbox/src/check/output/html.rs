//! The report as one page that needs nothing else: no scripts, no other files.

use std::fmt::{self, Display, Write as _};

use super::text::exchange_lines;
use crate::check::catalogue::{CATALOGUE, Group};
use crate::check::outcome::{Exchange, Outcome};
use crate::check::report::{Entry, Report};

const STYLE: &str = include_str!("report.css");
/// So many of a failure's last requests are not folded away.
const LAST: usize = 2;

/// The whole page. It can be read without scripts, in light and dark, and printed.
pub fn html(report: &Report) -> String {
    let mut page = String::new();
    // Writing to a String cannot fail.
    let _ = write_page(&mut page, report);
    page
}

fn write_page(page: &mut String, report: &Report) -> fmt::Result {
    let totals = report.totals();
    let verdict = match (totals.failed, totals.passed) {
        (0, 0) => "Nothing was checked".to_owned(),
        (0, 1) => "1 check passed, none failed".to_owned(),
        (0, passed) => format!("{passed} checks passed, none failed"),
        (1, _) => "1 check failed".to_owned(),
        (failed, _) => format!("{failed} checks failed"),
    };
    write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{verdict} – Veriff integration</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<main>\n<h1>{verdict}</h1>\n<p class=\"about\">Veriff integration checklist against \
         <code>{}</code>{}, {}, in {:.1} seconds{}.</p>\n",
        Escaped(&report.backend),
        if report.full_auto { " (full auto)" } else { "" },
        Escaped(&report.started_at.strftime("%Y-%m-%d %H:%M UTC").to_string()),
        report.elapsed.as_secs_f64(),
        match report.slowest {
            Some(slowest) => format!(", slowest answer {} ms", slowest.as_millis()),
            None => String::new(),
        },
    )?;
    let counts = [
        ("passed", "passed", totals.passed),
        ("failed", "failed", totals.failed),
        ("not-checked", "not checked", totals.not_checked),
        ("by-hand", "by hand", totals.by_hand),
    ];
    page.push_str("<ul class=\"totals\">\n");
    for (class, word, count) in counts {
        writeln!(page, "<li class=\"{class}\"><b>{count}</b> {word}</li>")?;
    }
    page.push_str("</ul>\n<div class=\"bar\" aria-hidden=\"true\">");
    for (class, _, count) in counts {
        if count > 0 {
            write!(
                page,
                "<span class=\"{class}\" style=\"flex:{count}\"></span>"
            )?;
        }
    }
    page.push_str("</div>\n");

    section(page, "What failed", report.ended("failed"))?;
    let mut groups: Vec<Group> = CATALOGUE.iter().map(|check| check.group).collect();
    groups.sort();
    groups.dedup();
    for group in groups {
        let others = report.entries.iter().filter(|entry| {
            entry.check.group == group && !matches!(entry.outcome, Outcome::Failed { .. })
        });
        section(page, group.title(), others)?;
    }
    page.push_str(
        "<footer>Written by veriff-sandbox check. Secrets, signatures and session URLs are taken \
         out. This tool is independent: Veriff neither made nor endorses it.</footer>\n\
         </main>\n</body>\n</html>\n",
    );
    Ok(())
}

fn section<'a>(
    page: &mut String,
    title: &str,
    entries: impl Iterator<Item = &'a Entry>,
) -> fmt::Result {
    let mut entries = entries.peekable();
    if entries.peek().is_none() {
        return Ok(());
    }
    writeln!(page, "<h2>{}</h2>", Escaped(title))?;
    for entry in entries {
        write_entry(page, entry)?;
    }
    Ok(())
}

fn write_entry(page: &mut String, entry: &Entry) -> fmt::Result {
    let check = entry.check;
    let class = entry.outcome.as_str();
    let word = class.replace('-', " ");
    let open = match entry.outcome {
        Outcome::Failed { .. } => " open",
        _ => "",
    };
    write!(
        page,
        "<details class=\"{class}\" id=\"{name}\"{open}>\n<summary><span class=\"word\">{word}</span> \
         <span>{title}</span> <code class=\"name\">{name}</code></summary>\n<div class=\"inside\">\n",
        name = check.name,
        title = Escaped(check.title),
    )?;
    match &entry.outcome {
        Outcome::Passed { notes } => {
            for note in notes {
                writeln!(page, "<p>{}</p>", Escaped(note))?;
            }
        }
        Outcome::Failed { finding, .. } => {
            let finding = finding.to_string();
            writeln!(page, "<p class=\"finding\">{}</p>", Escaped(&finding))?;
        }
        Outcome::ByHand { steps } => {
            page.push_str("<ol>\n");
            for step in *steps {
                writeln!(page, "<li>{}</li>", Escaped(step))?;
            }
            page.push_str("</ol>\n");
        }
        Outcome::NotChecked(why) => {
            writeln!(page, "<p>Not checked: {}.</p>", Escaped(&why.to_string()))?;
        }
    }
    writeln!(
        page,
        "<dl><dt>Why it matters</dt><dd>{}</dd><dt>How to mend it</dt><dd>{}</dd></dl>",
        Escaped(check.why),
        Escaped(check.mend)
    )?;
    if let Outcome::Failed { evidence, .. } = &entry.outcome {
        write_evidence(page, evidence)?;
    }
    page.push_str("</div>\n</details>\n");
    Ok(())
}

/// The last requests in full view, what came before them folded away.
fn write_evidence(page: &mut String, evidence: &[Exchange]) -> fmt::Result {
    let (before, last) = evidence.split_at(evidence.len().saturating_sub(LAST));
    if !before.is_empty() {
        writeln!(
            page,
            "<details class=\"before\"><summary>{} requests before</summary>",
            before.len()
        )?;
        write_exchanges(page, before)?;
        page.push_str("</details>\n");
    }
    write_exchanges(page, last)
}

fn write_exchanges(page: &mut String, exchanges: &[Exchange]) -> fmt::Result {
    for exchange in exchanges {
        let lines = exchange_lines(exchange).join("\n");
        writeln!(page, "<pre tabindex=\"0\">{}</pre>", Escaped(&lines))?;
    }
    Ok(())
}

/// Text as HTML shows it, whatever a backend put into it.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_backend_answers_is_text_and_not_markup() {
        assert_eq!(
            Escaped("<img src=x onerror='a'>&\"").to_string(),
            "&lt;img src=x onerror=&#39;a&#39;&gt;&amp;&quot;"
        );
    }
}
