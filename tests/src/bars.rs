//! Pictures of bars, as SVG: panels beside each other, each with groups of bars from top to bottom, and every bar
//! with its number. Lengths are linear, so that they can be compared by eye.

use crate::plot::PlotError;
use figures::table::number;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::error::Error;
use std::path::Path;

/// Groups of bars over the same axis.
#[derive(Clone, Debug)]
pub struct Panel<'a> {
    /// What is measured, and its unit.
    pub title: &'a str,
    /// What the bars of each group are; ours first.
    pub bars: &'a [&'a str],
    /// From top to bottom.
    pub groups: Vec<Group>,
}

/// Bars that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    /// What they are of.
    pub name: String,
    /// Their lengths, in the order of [`Panel::bars`].
    pub values: Vec<f64>,
}

const COLOURS: [RGBColor; 4] = [
    RGBColor(11, 110, 95),
    RGBColor(180, 35, 24),
    RGBColor(37, 84, 170),
    RGBColor(94, 94, 94),
];
const BAR: i32 = 13;
const GAP: i32 = 12;
const TOP: i32 = 64;
const NAMES: i32 = 130;
const NUMBERS: i32 = 56;
const WIDTH: i32 = 480;

/// Draws panels beside each other into an SVG file.
///
/// # Errors
/// The file cannot be written; its folder is made.
pub fn draw(file: &Path, panels: &[Panel<'_>]) -> Result<(), PlotError> {
    try_draw(file, panels).map_err(|error| PlotError::new(file, error.as_ref()))
}

fn try_draw(file: &Path, panels: &[Panel<'_>]) -> Result<(), Box<dyn Error>> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let height = panels.iter().map(|panel| {
        let bars: i32 = panel.groups.iter().map(height_of).sum();
        TOP + bars
    });
    let height = height.max().unwrap_or(TOP);
    let width = WIDTH * i32::try_from(panels.len())?.max(1);
    let size = (u32::try_from(width)?, u32::try_from(height)?);
    let picture = SVGBackend::new(file, size).into_drawing_area();
    picture.fill(&WHITE)?;
    for (panel, left) in panels
        .iter()
        .zip((0..).step_by(WIDTH.unsigned_abs() as usize))
    {
        one(&picture, panel, left)?;
    }
    picture.present()?;
    Ok(())
}

fn height_of(group: &Group) -> i32 {
    i32::try_from(group.values.len()).unwrap_or(0) * BAR + GAP
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

fn one(picture: &Area<'_>, panel: &Panel<'_>, left: i32) -> Result<(), Box<dyn Error>> {
    let text = |size: i32, across| {
        TextStyle::from(("sans-serif", size).into_font())
            .color(&BLACK)
            .pos(Pos::new(across, VPos::Center))
    };
    let zero = left + NAMES;
    picture.draw_text(panel.title, &text(15, HPos::Left), (zero, 18))?;
    let mut across = zero;
    for (name, colour) in panel.bars.iter().zip(&COLOURS) {
        let mark = [(across, 36), (across + 10, 46)];
        picture.draw(&Rectangle::new(mark, colour.filled()))?;
        picture.draw_text(name, &text(13, HPos::Left), (across + 15, 41))?;
        across += 30 + 8 * i32::try_from(name.chars().count())?;
    }
    let values = panel.groups.iter().flat_map(|group| &group.values);
    let longest = values.copied().fold(f64::MIN_POSITIVE, f64::max);
    let room = f64::from(WIDTH - NAMES - NUMBERS);
    let mut top = TOP;
    for group in &panel.groups {
        let middle = top + (height_of(group) - GAP) / 2;
        picture.draw_text(&group.name, &text(13, HPos::Right), (zero - 8, middle))?;
        for ((value, colour), above) in group.values.iter().zip(&COLOURS).zip((top..).step_by(13)) {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "it is at most as wide as the picture"
            )]
            let end = zero + (room * value / longest).round().max(1.0) as i32;
            let bar = [(zero, above), (end, above + BAR - 2)];
            picture.draw(&Rectangle::new(bar, colour.filled()))?;
            let place = (end + 5, above + (BAR - 2) / 2);
            picture.draw_text(&number(short(*value)), &text(11, HPos::Left), place)?;
        }
        top += height_of(group);
    }
    Ok(())
}

/// To one decimal, or none from a hundred on.
fn short(value: f64) -> f64 {
    match value >= 100.0 {
        true => value.round(),
        false => (value * 10.0).round() / 10.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bar_has_its_number_and_the_longest_is_the_longest() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pictures/bars.svg");
        let group = |name: &str, values: &[f64]| Group {
            name: name.into(),
            values: values.to_vec(),
        };
        let panel = Panel {
            title: "time, ms",
            bars: &["ours", "theirs"],
            groups: vec![group("one", &[4.24, 120.4]), group("two", &[5.0, 60.2])],
        };
        draw(&file, &[panel]).unwrap();
        let svg = std::fs::read_to_string(file).unwrap();
        let text: Vec<&str> = svg.lines().map(str::trim).collect();
        for word in [
            "time, ms", "ours", "theirs", "one", "two", "4.2", "120", "5", "60.2",
        ] {
            assert!(text.contains(&word), "{word} is missing");
        }
        let widths = svg.split("<rect ").skip(1).filter_map(|rect| {
            let width = rect.split("width=\"").nth(1)?.split('"').next()?;
            width.parse::<i32>().ok()
        });
        // The background, two marks, four bars.
        let widths: Vec<i32> = widths.collect();
        assert_eq!(widths[3..].iter().max(), widths.get(4), "{widths:?}");
    }
}
