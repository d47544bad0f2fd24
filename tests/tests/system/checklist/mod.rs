//! Veriff's integration checklist: each line that concerns a backend, and what its documentation
//! implies beside it.

mod api_upload;
mod create;
mod outcomes;
mod retries;
mod webhooks;
