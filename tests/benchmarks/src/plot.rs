//! Pictures of measurements, as SVG.

use crate::sweep::Sweeps;
use plotters::prelude::*;
use std::path::Path;
use thiserror::Error;

/// Why there is no picture.
#[derive(Debug, Error)]
#[error("the picture {path} cannot be drawn: {reason}")]
pub struct PlotError {
    path: String,
    reason: String,
}

/// Units read by the sweep and by a scan, over the sessions in the table; both axes by powers of ten.
///
/// # Errors
/// The file cannot be written; its folder is made.
pub fn sweeps(sweeps: &Sweeps, file: &Path) -> Result<(), PlotError> {
    draw(sweeps, file).map_err(|error| PlotError {
        path: file.display().to_string(),
        reason: error.to_string(),
    })
}

fn draw(Sweeps(sweeps): &Sweeps, file: &Path) -> Result<(), Box<dyn std::error::Error>> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let most = sweeps.iter().map(|it| it.scan_read).fold(10.0, f64::max);
    let sessions = sweeps.iter().map(|it| it.sessions as f64);
    let (least, greatest) = sessions.fold((f64::MAX, 1.0_f64), |(least, greatest), it| {
        (least.min(it), greatest.max(it))
    });
    let area = SVGBackend::new(file, (720, 360)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .margin(16)
        .x_label_area_size(40)
        .y_label_area_size(70)
        .build_cartesian_2d((least..greatest).log_scale(), (1.0..most * 1.5).log_scale())?;
    chart
        .configure_mesh()
        .x_desc("sessions in the table, 100 of them due")
        .y_desc("units read by one sweep")
        .label_style(("sans-serif", 13))
        .draw()?;
    let lines = [
        ("sweep-expired", RGBColor(11, 110, 95), true),
        ("a scan", RGBColor(180, 35, 24), false),
    ];
    for (name, colour, ours) in lines {
        let points = sweeps.iter().map(|it| {
            let read = if ours { it.read } else { it.scan_read };
            (it.sessions as f64, read.max(1.0))
        });
        chart
            .draw_series(LineSeries::new(points, colour.stroke_width(2)).point_size(3))?
            .label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], colour.stroke_width(2)));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .label_font(("sans-serif", 13))
        .border_style(BLACK.mix(0.2))
        .draw()?;
    area.present()?;
    Ok(())
}
