//! A verification session's record, its store, Veriff's REST client, settings, problems and
//! telemetry: everything that the functions share.

pub mod clock;
