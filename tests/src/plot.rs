//! Pictures of measurements, as SVG: one or more panels of lines beside each other.
//!
//! ```no_run
//! use system_tests::plot::{Corner, Line, Panel, Scale, draw};
//!
//! let ours = Line::ours("receive-webhook", vec![(1.0, 12.0), (2.0, 24.0)]);
//! let peer = Line::peer("a Node handler", vec![(1.0, 120.0), (2.0, 240.0)]);
//! let panel = Panel {
//!     title: "CPU time",
//!     x: ("webhooks", Scale::Even),
//!     y: ("ms", Scale::Powers),
//!     lines: vec![ours, peer],
//!     legend: Corner::UpperLeft,
//! };
//! draw(&figures::picture("intake.svg"), &[panel])?;
//! # Ok::<(), system_tests::plot::PlotError>(())
//! ```

use plotters::coord::ranged1d::{AsRangedCoord, ValueFormatter};
use plotters::prelude::*;
use std::error::Error;
use std::path::Path;
use thiserror::Error;

/// Why there is no picture.
#[derive(Debug, Error)]
#[error("the picture {path} cannot be drawn: {reason}")]
pub struct PlotError {
    path: String,
    reason: String,
}

impl PlotError {
    pub(crate) fn new(file: &Path, error: &dyn Error) -> Self {
        Self {
            path: file.display().to_string(),
            reason: error.to_string(),
        }
    }
}

/// Lines over the same axes.
#[derive(Clone, Debug)]
pub struct Panel<'a> {
    /// What is to be seen.
    pub title: &'a str,
    /// What the horizontal axis counts, and how.
    pub x: (&'a str, Scale),
    /// The same for the vertical one.
    pub y: (&'a str, Scale),
    /// The lines.
    pub lines: Vec<Line>,
    /// Where their names stand.
    pub legend: Corner,
}

/// One line.
#[derive(Clone, Debug)]
pub struct Line {
    name: String,
    points: Vec<(f64, f64)>,
    ours: bool,
}

impl Line {
    /// A line of ours: green, and full.
    pub fn ours(name: impl Into<String>, points: Vec<(f64, f64)>) -> Self {
        Self {
            name: name.into(),
            points,
            ours: true,
        }
    }

    /// A line of what ours is compared with.
    pub fn peer(name: impl Into<String>, points: Vec<(f64, f64)>) -> Self {
        Self {
            ours: false,
            ..Self::ours(name, points)
        }
    }
}

/// How an axis counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// From zero, in even steps.
    Even,
    /// By powers of ten. What is not above zero is left out.
    Powers,
}

/// Where the names of the lines stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corner {
    /// Above, to the left.
    UpperLeft,
    /// Above, to the right.
    UpperRight,
    /// Below, to the right.
    LowerRight,
    /// To the right, half way up.
    MiddleRight,
}

/// Draws panels beside each other into an SVG file.
///
/// # Errors
/// The file cannot be written; its folder is made.
pub fn draw(file: &Path, panels: &[Panel<'_>]) -> Result<(), PlotError> {
    try_draw(file, panels).map_err(|error| PlotError::new(file, error.as_ref()))
}

const GREEN: RGBColor = RGBColor(11, 110, 95);
const PEERS: [RGBColor; 4] = [
    RGBColor(180, 35, 24),
    RGBColor(37, 84, 170),
    RGBColor(146, 91, 8),
    RGBColor(94, 94, 94),
];
const FONT: &str = "sans-serif";

fn try_draw(file: &Path, panels: &[Panel<'_>]) -> Result<(), Box<dyn Error>> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let width = if panels.len() == 1 { 720 } else { 480 };
    let all = u32::try_from(panels.len())?.max(1) * width;
    let picture = SVGBackend::new(file, (all, 360)).into_drawing_area();
    picture.fill(&WHITE)?;
    for (area, panel) in picture
        .split_evenly((1, panels.len().max(1)))
        .iter()
        .zip(panels)
    {
        let ((left, right), (low, high)) = (
            bounds(panel, |point| point.0, panel.x.1),
            bounds(panel, |point| point.1, panel.y.1),
        );
        match (panel.x.1, panel.y.1) {
            (Scale::Even, Scale::Even) => one(area, panel, left..right, low..high),
            (Scale::Even, Scale::Powers) => one(area, panel, left..right, (low..high).log_scale()),
            (Scale::Powers, Scale::Even) => one(area, panel, (left..right).log_scale(), low..high),
            (Scale::Powers, Scale::Powers) => one(
                area,
                panel,
                (left..right).log_scale(),
                (low..high).log_scale(),
            ),
        }?;
    }
    picture.present()?;
    Ok(())
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

fn one<X, Y>(area: &Area<'_>, panel: &Panel<'_>, x: X, y: Y) -> Result<(), Box<dyn Error>>
where
    X: AsRangedCoord<Value = f64>,
    Y: AsRangedCoord<Value = f64>,
    X::CoordDescType: Ranged<ValueType = f64> + ValueFormatter<f64>,
    Y::CoordDescType: Ranged<ValueType = f64> + ValueFormatter<f64>,
{
    let mut chart = ChartBuilder::on(area)
        .caption(panel.title, (FONT, 16))
        .margin(14)
        .margin_right(24)
        .x_label_area_size(42)
        .y_label_area_size(64)
        .build_cartesian_2d(x, y)?;
    chart
        .configure_mesh()
        .x_desc(panel.x.0)
        .y_desc(panel.y.0)
        .x_labels(6)
        .y_labels(8)
        .x_label_formatter(&|value| short(*value))
        .y_label_formatter(&|value| short(*value))
        .label_style((FONT, 13))
        .light_line_style(BLACK.mix(0.04))
        .draw()?;
    let mut peers = PEERS.iter().cycle();
    for line in &panel.lines {
        let (colour, width) = match line.ours {
            true => (GREEN, 3),
            false => (*peers.next().unwrap_or(&BLACK), 2),
        };
        let style = colour.stroke_width(width).filled();
        let points = line.points.iter().filter(|point| {
            (panel.x.1 == Scale::Even || point.0 > 0.0)
                && (panel.y.1 == Scale::Even || point.1 > 0.0)
        });
        let size = if line.points.len() > 30 { 0 } else { 3 };
        chart
            .draw_series(LineSeries::new(points.copied(), style).point_size(size))?
            .label(line.name.clone())
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], style));
    }
    chart
        .configure_series_labels()
        .position(match panel.legend {
            Corner::UpperLeft => SeriesLabelPosition::UpperLeft,
            Corner::UpperRight => SeriesLabelPosition::UpperRight,
            Corner::LowerRight => SeriesLabelPosition::LowerRight,
            Corner::MiddleRight => SeriesLabelPosition::MiddleRight,
        })
        .label_font((FONT, 13))
        .background_style(WHITE.mix(0.85))
        .border_style(BLACK.mix(0.2))
        .draw()?;
    Ok(())
}

/// From where to where an axis goes: to whole powers of ten, or from zero with some room above.
fn bounds(panel: &Panel<'_>, of: impl Fn(&(f64, f64)) -> f64, scale: Scale) -> (f64, f64) {
    let values = panel.lines.iter().flat_map(|line| &line.points).map(of);
    let values = values.filter(|value| scale == Scale::Even || *value > 0.0);
    let (least, greatest) = values.fold((f64::MAX, f64::MIN), |(least, greatest), value| {
        (least.min(value), greatest.max(value))
    });
    match scale {
        _ if greatest < least => (0.1, 1.0),
        Scale::Even => (0.0, (greatest * 1.08).max(f64::MIN_POSITIVE)),
        Scale::Powers => {
            let low = 10_f64.powf(least.log10().floor());
            let high = 10_f64.powf(greatest.log10().ceil());
            (low, if high > low { high } else { low * 10.0 })
        }
    }
}

/// A number at an axis: `20k`, `1M`, `0.5`.
fn short(value: f64) -> String {
    let (value, unit) = match value.abs() {
        it if it >= 1e9 => (value / 1e9, "G"),
        it if it >= 1e6 => (value / 1e6, "M"),
        it if it >= 1e3 => (value / 1e3, "k"),
        _ => (value, ""),
    };
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text}{unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_labelled_briefly_and_hold_every_point() {
        let read = [0.0, 0.5, 250.0, 20_000.0, 1e6, 2.5e9].map(short);
        assert_eq!(read, ["0", "0.5", "250", "20k", "1M", "2.5G"]);
        let panel = Panel {
            title: "",
            x: ("", Scale::Powers),
            y: ("", Scale::Even),
            lines: vec![Line::ours("", vec![(0.0, 1.0), (20.0, 50.0), (300.0, 2.0)])],
            legend: Corner::UpperLeft,
        };
        assert_eq!(
            bounds(&panel, |point| point.0, Scale::Powers),
            (10.0, 1000.0)
        );
        assert_eq!(bounds(&panel, |point| point.1, Scale::Even), (0.0, 54.0));
    }

    #[test]
    fn a_picture_has_its_words_and_a_background() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pictures/a.svg");
        let panel = Panel {
            title: "a title",
            x: ("sessions", Scale::Powers),
            y: ("units", Scale::Powers),
            lines: vec![Line::ours("one line", vec![(1.0, 1.0), (10.0, 100.0)])],
            legend: Corner::UpperLeft,
        };
        draw(&file, &[panel.clone(), panel]).unwrap();
        let svg = std::fs::read_to_string(file).unwrap();
        for word in ["a title", "sessions", "units", "one line"] {
            assert_eq!(svg.matches(word).count(), 2, "{word}");
        }
        assert!(svg.contains("#FFFFFF"), "a dark page would shine through");
    }
}
