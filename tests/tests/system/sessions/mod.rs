//! `POST /sessions` and `GET /sessions`: the one current session of a person.

mod at_once;
mod callers;
mod history;
mod reading;
mod replaced;
mod table;
mod told_early;
